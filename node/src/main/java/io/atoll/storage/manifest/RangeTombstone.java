package io.atoll.storage.manifest;

import io.atoll.ring.TokenRange;

/**
 * A dropped range: hides what older tables hold of it until compaction has removed it.
 *
 * @param keyspaceId the keyspace
 * @param tokens what is hidden
 * @param age hides what is in tables and memtables of a lower age; the memtable of this age was
 *     cleared of the range when it was dropped
 */
public record RangeTombstone(int keyspaceId, TokenRange tokens, long age) {
  /** Whether it hides a token of something of an age. */
  public boolean hides(long token, long ofAge) {
    return ofAge < age && tokens.contains(token);
  }
}
