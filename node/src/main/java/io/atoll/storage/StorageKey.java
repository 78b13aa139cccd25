package io.atoll.storage;

import java.util.Arrays;

/**
 * Where a value is kept. Ordered by keyspace, then token (unsigned), then key bytes (unsigned), so
 * that an arc of the ring is a contiguous range.
 *
 * @param keyspaceId the keyspace
 * @param token where the key lies on the ring
 * @param key 1 to {@value StorageShard#MAX_KEY_BYTES} bytes; not to be changed afterwards
 */
public record StorageKey(int keyspaceId, long token, byte[] key) implements Comparable<StorageKey> {
  @Override
  public int compareTo(StorageKey other) {
    int byKeyspace = Integer.compare(keyspaceId, other.keyspaceId);
    if (byKeyspace != 0) {
      return byKeyspace;
    }
    int byToken = Long.compareUnsigned(token, other.token);
    return byToken != 0 ? byToken : Arrays.compareUnsigned(key, other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StorageKey that
        && token == that.token
        && keyspaceId == that.keyspaceId
        && Arrays.equals(key, that.key);
  }

  /** The token is a hash already, so the key bytes need not be read. */
  @Override
  public int hashCode() {
    return Long.hashCode(token) * 31 + keyspaceId;
  }

  @Override
  public String toString() {
    return "%d/%016x/%s".formatted(keyspaceId, token, java.util.HexFormat.of().formatHex(key));
  }
}
