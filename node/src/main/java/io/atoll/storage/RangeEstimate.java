package io.atoll.storage;

/**
 * How much a range holds, from what indexes know; nothing is read for it.
 *
 * @param entries keys, a key counted once for each table that has a state of it
 * @param contentBytes bytes of those keys and values
 * @param storedBytes bytes that they take in files
 */
public record RangeEstimate(long entries, long contentBytes, long storedBytes) {
  /** Both together. */
  public RangeEstimate plus(RangeEstimate other) {
    return new RangeEstimate(
        entries + other.entries,
        contentBytes + other.contentBytes,
        storedBytes + other.storedBytes);
  }
}
