package io.atoll.repair.sketch;

import io.atoll.bytes.SipHash;

/**
 * The secret that all sketches of a cluster are made with, and what depends on it: the weight of a
 * key's state, and where a token falls. Two sketches can be compared only when they were made with
 * the same key. Immutable, safe to share.
 *
 * <p>Weights are a pseudorandom function of key and state. Clients choose keys, and with them
 * tokens, and values, but do not know the secret; so they can choose neither weights whose sum
 * cancels, nor tokens that fall together.
 */
public final class SketchKey {
  /** The length of a secret. */
  public static final int SECRET_BYTES = SipHash.KEY_BYTES;

  /** The weight of a state that is not there. */
  public static final long NO_WEIGHT = 0;

  private static final byte[] NAME_OF_TOKENS = {'t'};
  private static final byte[] NAME_OF_LEVELS = {'l'};
  private static final byte[] NO_BYTES = {};

  private final SipHash hash;
  private final SipHash tokens;
  private final long levelFactor;
  private final long levelOffset;

  /**
   * @param secret {@value #SECRET_BYTES} bytes, the same on every node of the cluster, and used for
   *     nothing else
   */
  public SketchKey(byte[] secret) {
    this.hash = new SipHash(secret);
    this.tokens = new SipHash(derived(NAME_OF_TOKENS));
    this.levelFactor = PrimeField.element(hash.of(-3, NAME_OF_LEVELS, NO_BYTES, 0, 0));
    this.levelOffset = PrimeField.element(hash.of(-4, NAME_OF_LEVELS, NO_BYTES, 0, 0));
  }

  /** No weight begins with a negative number, so that a part of the secret is never one. */
  private byte[] derived(byte[] name) {
    byte[] key = new byte[SipHash.KEY_BYTES];
    for (int half = 0; half < 2; half++) {
      long bits = hash.of(-1L - half, name, NO_BYTES, 0, 0);
      for (int i = 0; i < Long.BYTES; i++) {
        key[half * Long.BYTES + i] = (byte) (bits >>> i * Byte.SIZE);
      }
    }
    return key;
  }

  /**
   * The weight of a key that has a state: an element of the field, never {@link #NO_WEIGHT}. Two
   * states of a key have the same weight with probability 2^-64 or so.
   *
   * @param state the encoded state, in which equal states are equal bytes, or whatever names it as
   *     well
   */
  public long weight(byte[] key, byte[] state, int from, int length) {
    long weight = PrimeField.element(hash.of(key.length, key, state, from, length));
    return weight == NO_WEIGHT ? 1 : weight;
  }

  /** Where the cells of a token begin to be drawn from; odd. */
  long seed(long token) {
    return tokens.of(token, NO_BYTES, NO_BYTES, 0, 0) | 1;
  }

  /**
   * The level of a token: 0 for half of all tokens, 1 for a quarter, and so on; the rest have the
   * highest.
   */
  int level(long token, int levels) {
    long place =
        PrimeField.add(PrimeField.multiply(PrimeField.element(token), levelFactor), levelOffset);
    return Math.min(Long.numberOfTrailingZeros(place), levels - 1);
  }
}
