package io.atoll.repair;

import java.util.Arrays;

/**
 * Where a key of a keyspace stands among the others: by token, then by key, both as unsigned
 * numbers.
 *
 * @param key not to be changed
 */
public record KeyPlace(long token, byte[] key) implements Comparable<KeyPlace> {
  @Override
  public int compareTo(KeyPlace other) {
    int byToken = Long.compareUnsigned(token, other.token);
    return byToken != 0 ? byToken : Arrays.compareUnsigned(key, other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyPlace that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(token);
  }

  @Override
  public String toString() {
    return "%016x+%d".formatted(token, key.length);
  }
}
