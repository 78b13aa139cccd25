package io.atoll.repair.sketch;

/**
 * A set of keys and their states in a number of them and 128 bits: its first two power sums. The
 * hash of sets without a common key is the sum of their hashes. Two sets with the same hash are the
 * same, except with a probability around 2^-64 for each pair of states that differ.
 *
 * @param keys how many keys have a state
 * @param total the sum of all weights, an element of the field
 * @param moment the sum of all weights times their tokens, an element of the field
 */
public record SetHash(long keys, long total, long moment) {
  /** The hash of no keys. */
  public static final SetHash EMPTY = new SetHash(0, 0, 0);

  public SetHash {
    if (!PrimeField.isElement(total) || !PrimeField.isElement(moment)) {
      throw new IllegalArgumentException(
          "%016x and %016x must be below 2^64 - 59".formatted(total, moment));
    }
  }

  public SetHash plus(SetHash other) {
    return new SetHash(
        keys + other.keys,
        PrimeField.add(total, other.total),
        PrimeField.add(moment, other.moment));
  }

  /** The 128 bits as 32 hexadecimal digits. */
  public String digits() {
    return "%016x%016x".formatted(total, moment);
  }

  @Override
  public String toString() {
    return "%d keys, %s".formatted(keys, digits());
  }
}
