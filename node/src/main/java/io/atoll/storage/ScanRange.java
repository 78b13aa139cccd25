package io.atoll.storage;

/**
 * An arc of one keyspace, or what is left of it.
 *
 * @param keyspaceId the keyspace
 * @param fromToken the first token, inclusive
 * @param toTokenExclusive the end of the arc; 0 means 2^64, the end of the ring
 * @param after where an earlier scan stopped, to go on behind it; null to begin at {@code
 *     fromToken}
 */
public record ScanRange(int keyspaceId, long fromToken, long toTokenExclusive, StorageKey after) {
  public ScanRange {
    if (toTokenExclusive != 0 && Long.compareUnsigned(fromToken, toTokenExclusive) > 0) {
      throw new IllegalArgumentException(
          "a range from token %016x to %016x runs backwards: cut a range that wraps at 0"
              .formatted(fromToken, toTokenExclusive));
    }
    if (after != null
        && (after.keyspaceId() != keyspaceId
            || Long.compareUnsigned(after.token(), fromToken) < 0
            || (toTokenExclusive != 0
                && Long.compareUnsigned(after.token(), toTokenExclusive) >= 0))) {
      throw new IllegalArgumentException("resume key " + after + " lies outside the range");
    }
  }

  /** A whole arc. */
  public static ScanRange of(int keyspaceId, long fromToken, long toTokenExclusive) {
    return new ScanRange(keyspaceId, fromToken, toTokenExclusive, null);
  }

  /** All of a keyspace. */
  public static ScanRange all(int keyspaceId) {
    return of(keyspaceId, 0, 0);
  }

  /** The same arc behind a key. */
  public ScanRange resumeAfter(StorageKey key) {
    return new ScanRange(keyspaceId, fromToken, toTokenExclusive, key);
  }
}
