package io.atoll.storage.log;

/**
 * A place in the log.
 *
 * @param sequence the number of the segment, from 1
 * @param offset bytes from the start of its file
 */
public record LogPosition(long sequence, long offset) {
  @Override
  public String toString() {
    return "byte " + offset + " of " + SegmentHeader.fileName(sequence);
  }
}
