package io.atoll.chaos.fault;

import io.atoll.chaos.world.Strife;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What goes wrong in a run, and when: data, chosen by seed.
 *
 * <p><b>The budget.</b> Whatever strikes, a run must stay decidable: a checker must be able to say
 * what has to be there afterwards. Most faults destroy nothing that was synced, so that nothing
 * that was acknowledged may be missing, however many of them strike. Those that do ({@link
 * Fault#harms}) all strike one and the same node of a run, one after the other: a write that had
 * two replicas on disk when it was acknowledged still has one, and what was acknowledged at a
 * majority is still read at a majority together with its repair. A write that was acknowledged by
 * the harmed node alone may rightly be gone: {@link #harms} says whose data and when, for checkers
 * to ask.
 *
 * @param strikes in the order of their times
 */
public record FaultPlan(List<Strike> strikes) {
  private static final long SHORTEST_MS = 200;

  /** About as many strikes as strike in so much time, in a run of the usual fierceness. */
  private static final long USUAL_MS_PER_STRIKE = 4_000;

  /** How often a fault is chosen until one is within the budget; then the strike falls away. */
  private static final int TRIES = 20;

  public FaultPlan {
    strikes = List.copyOf(strikes);
  }

  /**
   * Durable data of a node may be destroyed.
   *
   * @param fromMs what was durable then may be gone, and so may all that became so until
   * @param untilMs when the destruction is over, in virtual time of the run
   */
  public record Harm(String nodeId, long fromMs, long untilMs) {}

  /**
   * A plan for what can be struck; clients are cut off as nodes are.
   *
   * @param fromMs when the first fault may begin
   * @param toMs when the last must have ended
   */
  public static FaultPlan choose(
      RandomGenerator random, Targets targets, Strife strife, long fromMs, long toMs) {
    List<Strike> strikes = new ArrayList<>();
    long count = count(random, toMs - fromMs);
    long at = 0;
    for (long i = 0; i < count; i++) {
      boolean sameMoment = !strikes.isEmpty() && random.nextInt(4) == 0;
      at =
          sameMoment
              ? Math.min(at + random.nextInt(400), toMs - SHORTEST_MS)
              : fromMs + random.nextLong(toMs - fromMs - SHORTEST_MS);
      long lastsMs = lastsMs(random, toMs - at);
      Strike strike = new Strike(0, at, lastsMs, Faults.choose(random, targets, strife));
      for (int tries = 1; tries < TRIES && !isWithinBudget(strike, strikes); tries++) {
        strike = new Strike(0, at, lastsMs, Faults.choose(random, targets, strife));
      }
      if (isWithinBudget(strike, strikes)) {
        strikes.add(strike);
      }
    }
    return of(strikes);
  }

  /** Calm in some runs, fierce in others. */
  private static long count(RandomGenerator random, long durationMs) {
    long usual = Math.max(1, durationMs / USUAL_MS_PER_STRIKE);
    return switch (random.nextInt(4)) {
      case 0 -> 1 + random.nextLong(usual);
      case 1, 2 -> usual + random.nextLong(usual);
      default -> 2 * usual + random.nextLong(2 * usual);
    };
  }

  /** Half of them are short, as most are in life; some last for all the time that there is. */
  private static long lastsMs(RandomGenerator random, long longestMs) {
    long mostMs =
        switch (random.nextInt(6)) {
          case 0, 1, 2 -> 2_000;
          case 3, 4 -> 8_000;
          default -> longestMs;
        };
    return SHORTEST_MS + random.nextLong(Math.min(mostMs, longestMs) - SHORTEST_MS + 1);
  }

  private static boolean isWithinBudget(Strike strike, List<Strike> others) {
    return others.stream()
        .filter(other -> !other.fault().harms().isEmpty() && !strike.fault().harms().isEmpty())
        .allMatch(
            other ->
                other.fault().harms().equals(strike.fault().harms())
                    && !other.overlaps(strike.atMs() * 1_000_000, strike.untilMs() * 1_000_000));
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

  /** Whose durable data may be destroyed, in the order of time. */
  public List<Harm> harms() {
    List<Harm> harms = new ArrayList<>();
    for (Strike strike : strikes) {
      for (String nodeId : strike.fault().harms()) {
        harms.add(new Harm(nodeId, strike.atMs(), strike.untilMs()));
      }
    }
    return harms;
  }
}
