package io.atoll.storage.log;

import io.atoll.bytes.Crc32c;
import java.nio.ByteBuffer;

/**
 * The envelope of one group commit: {@code int payloadBytes, int payloadCrc, long syncedOffset, int
 * headerCrc}, then the payload. The header's checksum also covers where the frame belongs (data
 * directory, segment, offset), so that bytes that an older life of the file left there, or that a
 * client stored as a value, can never pass for a frame. No payload is empty, so zeros never pass
 * for one either. {@code syncedOffset} says up to where the segment was synced when the frame was
 * written, at most the frame's own start: what lies before it must be there. Not thread-safe.
 */
final class Frame {
  static final int HEADER_BYTES = 20;

  /** More than any batch: a batch that is full, and one more entry of the longest kind. */
  static final int MAX_PAYLOAD_BYTES = 128 << 20;

  private static final int PAYLOAD_CRC = 4;
  private static final int SYNCED_OFFSET = 8;
  private static final int HEADER_CRC = 16;
  private static final int BOUND_BYTES = 24 + HEADER_CRC;

  private final Crc32c crc = new Crc32c();
  private final ByteBuffer bound = ByteBuffer.allocate(BOUND_BYTES);

  /** Completes the header of a frame whose payload stands in the buffer behind room for it. */
  void seal(
      ByteBuffer frame, int payloadBytes, long directoryId, LogPosition position, long synced) {
    frame.putInt(0, payloadBytes);
    frame.putInt(PAYLOAD_CRC, payloadCrc(frame, HEADER_BYTES, payloadBytes));
    frame.putLong(SYNCED_OFFSET, synced);
    frame.putInt(
        HEADER_CRC, headerCrc(frame, 0, directoryId, position.sequence(), position.offset()));
  }

  /** Whether {@link #HEADER_BYTES} at an index of a buffer are the header of a frame there. */
  boolean headerIsValid(
      ByteBuffer buffer, int index, long directoryId, long sequence, long offset) {
    int length = buffer.getInt(index);
    if (length < 1 || length > MAX_PAYLOAD_BYTES) {
      return false;
    }
    long synced = syncedOffset(buffer, index);
    return synced >= 0
        && synced <= offset
        && headerCrc(buffer, index, directoryId, sequence, offset)
            == buffer.getInt(index + HEADER_CRC);
  }

  static int payloadBytes(ByteBuffer buffer, int index) {
    return buffer.getInt(index);
  }

  static long syncedOffset(ByteBuffer buffer, int index) {
    return buffer.getLong(index + SYNCED_OFFSET);
  }

  /** Whether the payload behind a valid header is the one that it was written for. */
  boolean payloadIsIntact(ByteBuffer buffer, int index) {
    int crcOfPayload = payloadCrc(buffer, index + HEADER_BYTES, payloadBytes(buffer, index));
    return crcOfPayload == buffer.getInt(index + PAYLOAD_CRC);
  }

  private int payloadCrc(ByteBuffer buffer, int index, int length) {
    return crc.of(buffer.slice(index, length));
  }

  private int headerCrc(
      ByteBuffer buffer, int index, long directoryId, long sequence, long offset) {
    bound.clear().putLong(directoryId).putLong(sequence).putLong(offset);
    bound.put(bound.position(), buffer, index, HEADER_CRC);
    return crc.of(bound.rewind());
  }
}
