package io.atoll.cli.bench.engine;

import java.util.SplittableRandom;

/** Which key comes next: a distribution over the numbers from 0 to the number of keys - 1. */
@FunctionalInterface
public interface KeyChooser {
  /** The number of a key, drawn with the chance of the given generator. */
  long next(SplittableRandom random);

  /** Every key as often as any other. */
  static KeyChooser uniform(long keys) {
    return random -> random.nextLong(keys);
  }

  /**
   * Zipf's law, its ranks spread over the keys by a {@link Permutation}, so that the often used are
   * not neighbours.
   *
   * @param theta the exponent, above 0
   */
  static KeyChooser zipfian(long keys, double theta) {
    ZipfianRanks ranks = new ZipfianRanks(keys, theta);
    Permutation permutation = new Permutation(keys);
    return random -> permutation.of(ranks.next(random) - 1);
  }
}
