package io.atoll.client;

import java.util.Arrays;

/** A key of a keyspace, equal by its bytes. */
record SessionKey(String keyspace, byte[] key) {
  @Override
  public boolean equals(Object object) {
    return object instanceof SessionKey other
        && keyspace.equals(other.keyspace)
        && Arrays.equals(key, other.key);
  }

  @Override
  public int hashCode() {
    return 31 * keyspace.hashCode() + Arrays.hashCode(key);
  }
}
