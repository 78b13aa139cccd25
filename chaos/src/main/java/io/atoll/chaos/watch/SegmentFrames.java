package io.atoll.chaos.watch;

import io.atoll.bytes.Crc32c;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The frames of one commit log segment as the format describes them, read by the judge itself: it
 * shares no code with the recovery that it judges.
 */
final class SegmentFrames {
  private static final String DIRECTORY = "log/";
  private static final String SUFFIX = ".log";
  private static final int MAGIC = 0x41544c47;
  private static final int SEGMENT_HEADER_BYTES = 44;
  private static final int FRAME_HEADER_BYTES = 20;
  private static final int COVERED_BYTES = 16;

  private final Crc32c crc = new Crc32c();
  private final ByteBuffer place = ByteBuffer.allocate(24);
  private final ByteBuffer segment;
  private final long directoryId;
  private final long sequence;

  private SegmentFrames(ByteBuffer segment, long directoryId, long sequence) {
    this.segment = segment;
    this.directoryId = directoryId;
    this.sequence = sequence;
  }

  /** The number of the segment of that name; empty when it is no segment's. */
  static OptionalLong sequence(String fileName) {
    return fileName.startsWith(DIRECTORY) && fileName.endsWith(SUFFIX)
        ? OptionalLong.of(
            Long.parseLong(
                fileName.substring(DIRECTORY.length(), fileName.length() - SUFFIX.length())))
        : OptionalLong.empty();
  }

  /**
   * The frames of a segment, or null when its header is not there, or that of an older life.
   *
   * @param segment the file's content
   * @param sequence which segment its name says it is
   */
  static SegmentFrames of(ByteBuffer segment, long sequence) {
    if (segment.limit() < SEGMENT_HEADER_BYTES
        || segment.getInt(0) != MAGIC
        || segment.getLong(16) != sequence) {
      return null;
    }
    SegmentFrames frames = new SegmentFrames(segment, segment.getLong(8), sequence);
    int summed = SEGMENT_HEADER_BYTES - Integer.BYTES;
    return frames.crc.of(segment.slice(0, summed)) == segment.getInt(summed) ? frames : null;
  }

  long directoryId() {
    return directoryId;
  }

  /** Where the first frame lies. */
  static int first() {
    return SEGMENT_HEADER_BYTES;
  }

  /** The payload of the frame at an offset; null when there is no intact frame. */
  ByteBuffer payload(int offset) {
    if (offset + FRAME_HEADER_BYTES > segment.limit()) {
      return null;
    }
    int length = segment.getInt(offset);
    if (length < 1 || length > segment.limit() - offset - FRAME_HEADER_BYTES) {
      return null;
    }
    place.clear().putLong(directoryId).putLong(sequence).putLong(offset).flip();
    if (crc.of(place, segment.slice(offset, COVERED_BYTES))
        != segment.getInt(offset + COVERED_BYTES)) {
      return null;
    }
    ByteBuffer payload = segment.slice(offset + FRAME_HEADER_BYTES, length);
    return crc.of(payload.duplicate()) == segment.getInt(offset + 4) ? payload : null;
  }

  /** Where the frame behind one begins. */
  static int after(int offset, ByteBuffer payload) {
    return offset + FRAME_HEADER_BYTES + payload.limit();
  }
}
