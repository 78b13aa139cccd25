package io.atoll.storage.manifest;

import io.atoll.ring.TokenRange;

/**
 * A dropped range: hides what older tables hold of it until compaction has removed it.
 *
 * @param keyspaceId the keyspace
 * @param tokens what is hidden
 * @param sequence hides what is in tables and memtables of a lower number; the memtable of this
 *     number was cleared of the range when it was dropped
 */
public record RangeTombstone(int keyspaceId, TokenRange tokens, long sequence) {
  /** Whether it hides a token in something of a sequence number. */
  public boolean hides(long token, long ofSequence) {
    return ofSequence < sequence && tokens.contains(token);
  }
}
