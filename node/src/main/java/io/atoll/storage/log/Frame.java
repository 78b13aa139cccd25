package io.atoll.storage.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The envelope of one group commit: {@code int payloadBytes, int payloadCrc, int headerCrc}, then
 * the payload. The header's checksum also covers where the frame belongs (data directory, segment,
 * offset), so that bytes that an older life of the file left there, or that a client stored as a
 * value, can never pass for a frame. No payload is empty, so zeros never pass for one either. Not
 * thread-safe.
 */
final class Frame {
  static final int HEADER_BYTES = 12;

  /** More than any batch: a batch that is full, and one more entry of the longest kind. */
  static final int MAX_PAYLOAD_BYTES = 64 << 20;

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer bound = ByteBuffer.allocate(32);

  /** Completes the header of a frame whose payload stands in the buffer behind room for it. */
  void seal(ByteBuffer frame, long directoryId, LogPosition position) {
    int length = frame.limit() - HEADER_BYTES;
    int payloadCrc = payloadCrc(frame, HEADER_BYTES, length);
    frame.putInt(0, length);
    frame.putInt(4, payloadCrc);
    frame.putInt(
        8, headerCrc(directoryId, position.sequence(), position.offset(), length, payloadCrc));
  }

  /** Whether {@link #HEADER_BYTES} at an index of a buffer are the header of a frame there. */
  boolean headerIsValid(
      ByteBuffer buffer, int index, long directoryId, long sequence, long offset) {
    int length = buffer.getInt(index);
    return length >= 1
        && length <= MAX_PAYLOAD_BYTES
        && headerCrc(directoryId, sequence, offset, length, buffer.getInt(index + 4))
            == buffer.getInt(index + 8);
  }

  int payloadCrc(ByteBuffer buffer, int index, int length) {
    crc.reset();
    crc.update(buffer.slice(index, length));
    return (int) crc.getValue();
  }

  private int headerCrc(long directoryId, long sequence, long offset, int length, int payloadCrc) {
    bound.clear();
    bound.putLong(directoryId).putLong(sequence).putLong(offset).putInt(length).putInt(payloadCrc);
    crc.reset();
    crc.update(bound.array());
    return (int) crc.getValue();
  }
}
