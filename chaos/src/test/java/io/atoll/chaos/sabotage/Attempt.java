package io.atoll.chaos.sabotage;

import java.util.ArrayList;
import java.util.List;

/** One seed of one experiment, before which a sabotaged product is brought. */
record Attempt(String experiment, long seed) {
  private static final int FIRST_ROUND = 10;

  /**
   * What to try, in which order. The experiments take turns over ever more seeds, so that what one
   * finds early does not wait for what the other never finds.
   *
   * @param seeds how many of each experiment
   */
  static List<Attempt> all(Sabotage sabotage, int seeds) {
    List<Attempt> all = new ArrayList<>();
    for (int from = 1; from <= seeds; from = next(from)) {
      int to = Math.min(seeds, next(from) - 1);
      if (!sabotage.needsSessions()) {
        add(all, "store", from, to);
      }
      add(all, "sessions", from, to);
    }
    return all;
  }

  private static int next(int from) {
    return from == 1 ? FIRST_ROUND + 1 : (from - 1) * 2 + 1;
  }

  private static void add(List<Attempt> all, String experiment, int from, int to) {
    for (int seed = from; seed <= to; seed++) {
      all.add(new Attempt(experiment, seed));
    }
  }

  @Override
  public String toString() {
    return experiment + " " + seed;
  }
}
