package io.atoll.storage.manifest;

/**
 * A dropped range: hides what older tables hold of it until compaction has removed it.
 *
 * @param keyspaceId the keyspace
 * @param fromToken the first hidden token
 * @param toTokenExclusive the end of the range; 0 means 2^64
 * @param age hides what is in tables and memtables of a lower age; the memtable of this age was
 *     cleared of the range when it was dropped
 */
public record RangeTombstone(int keyspaceId, long fromToken, long toTokenExclusive, long age) {
  /** Whether it hides a token of something of an age. */
  public boolean hides(long token, long ofAge) {
    return ofAge < age
        && Long.compareUnsigned(token, fromToken) >= 0
        && (toTokenExclusive == 0 || Long.compareUnsigned(token, toTokenExclusive) < 0);
  }
}
