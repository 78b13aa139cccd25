package io.atoll.storage.log;

/**
 * A place in the log. Places are ordered as the log is.
 *
 * @param sequence the number of the segment, from 1
 * @param offset bytes from the start of its file
 */
public record LogPosition(long sequence, long offset) implements Comparable<LogPosition> {
  /** Before everything. */
  public static final LogPosition ORIGIN = new LogPosition(0, 0);

  @Override
  public int compareTo(LogPosition other) {
    int bySequence = Long.compare(sequence, other.sequence);
    return bySequence != 0 ? bySequence : Long.compare(offset, other.offset);
  }

  @Override
  public String toString() {
    return "byte " + offset + " of " + SegmentHeader.fileName(sequence);
  }
}
