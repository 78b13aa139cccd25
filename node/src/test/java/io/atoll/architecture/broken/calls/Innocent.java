package io.atoll.architecture.broken.calls;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/** Keeps every rule. */
final class Innocent {
  static final Map<String, Integer> TABLE = Map.of("a", 1);
  static final int[] SIZES = {1, 2};

  private final LongSupplier clock;
  private int count;

  Innocent(LongSupplier clock) {
    this.clock = clock;
  }

  long next(List<String> list, long seed) {
    Random seeded = new Random(seed);
    Collections.shuffle(list, seeded);
    count++;
    return clock.getAsLong() + count + seeded.nextInt();
  }
}
