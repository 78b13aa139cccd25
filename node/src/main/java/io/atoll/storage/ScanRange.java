package io.atoll.storage;

import io.atoll.ring.TokenRange;

/**
 * A range of one keyspace, or what is left of it.
 *
 * @param keyspaceId the keyspace
 * @param tokens the range
 * @param after where an earlier scan stopped, to go on after it; null to begin at the first token
 */
public record ScanRange(int keyspaceId, TokenRange tokens, StorageKey after) {
  public ScanRange {
    if (after != null && (after.keyspaceId() != keyspaceId || !tokens.contains(after.token()))) {
      throw new IllegalArgumentException("resume key " + after + " lies outside the range");
    }
  }

  /** A whole range. */
  public static ScanRange of(int keyspaceId, TokenRange tokens) {
    return new ScanRange(keyspaceId, tokens, null);
  }

  /** All of a keyspace. */
  public static ScanRange all(int keyspaceId) {
    return of(keyspaceId, TokenRange.RING);
  }

  /** The same range after a key. */
  public ScanRange resumeAfter(StorageKey key) {
    return new ScanRange(keyspaceId, tokens, key);
  }

  /** What of the range there is to scan: from the token of the key to resume after. */
  public TokenRange left() {
    return after == null ? tokens : tokens.startingAt(after.token());
  }

  /** With the first token, where to begin; empty for its first key. */
  public byte[] firstKey() {
    return after == null ? new byte[0] : after.key();
  }
}
