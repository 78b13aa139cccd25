package io.atoll.chaos.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What goes wrong in a run, and when: data, chosen by seed.
 *
 * @param strikes in the order of their times
 */
public record FaultPlan(List<Strike> strikes) {
  private static final long SHORTEST_MS = 200;
  private static final long LONGEST_MS = 8_000;

  public FaultPlan {
    strikes = List.copyOf(strikes);
  }

  /**
   * A plan for what can be struck; clients are cut off as nodes are.
   *
   * @param fromMs when the first fault may begin
   * @param toMs when the last must have ended
   */
  public static FaultPlan choose(RandomGenerator random, Targets targets, long fromMs, long toMs) {
    List<Strike> strikes = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      long at = fromMs + random.nextLong(toMs - fromMs - 500);
      long longest = Math.min(toMs - at, LONGEST_MS);
      long lasts = SHORTEST_MS + random.nextLong(longest - SHORTEST_MS + 1);
      strikes.add(new Strike(0, at, lasts, Faults.choose(random, targets)));
    }
    return of(strikes);
  }

  /** A plan of given strikes, which get their numbers. */
  public static FaultPlan of(List<Strike> unordered) {
    List<Strike> ordered = new ArrayList<>(unordered);
    ordered.sort(Comparator.comparingLong(Strike::atMs));
    for (int i = 0; i < ordered.size(); i++) {
      Strike strike = ordered.get(i);
      ordered.set(i, new Strike(i + 1, strike.atMs(), strike.forMs(), strike.fault()));
    }
    return new FaultPlan(ordered);
  }
}
