package io.atoll.repair;

import io.atoll.ring.TokenRange;

/** Which keys of a keyspace are looked at. */
public sealed interface Extent {
  /** The most single tokens of one question. */
  int MAX_TOKENS = 128;

  /**
   * Those of single tokens.
   *
   * @param tokens ascending as unsigned numbers, each once, 1 to {@link #MAX_TOKENS}
   */
  record Tokens(long[] tokens) implements Extent {
    public Tokens {
      if (tokens.length == 0 || tokens.length > MAX_TOKENS) {
        throw new IllegalArgumentException(
            "%d tokens: must be 1 to %d".formatted(tokens.length, MAX_TOKENS));
      }
      for (int i = 1; i < tokens.length; i++) {
        if (Long.compareUnsigned(tokens[i - 1], tokens[i]) >= 0) {
          throw new IllegalArgumentException(
              "token %016x is not after %016x".formatted(tokens[i], tokens[i - 1]));
        }
      }
    }
  }

  /**
   * Those of an arc, or of a part of one.
   *
   * @param tokens all of one arc
   */
  record Range(TokenRange tokens) implements Extent {}
}
