package io.atoll.chaos.sabotage;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The search for the first seed that notices a sabotage. Both experiments take turns over ever more
 * seeds, so that what one finds early does not wait for what the other never finds.
 *
 * @param seeds how many of each experiment
 * @param cpuSeconds after how much of the processor's time a search gives up
 * @param fair tells the seeds that are red whatever is sabotaged, which count for nothing
 */
record Search(int seeds, int cpuSeconds, FairRuns fair) {
  private static final int FIRST_ROUND = 10;

  /**
   * Runs it, on one thread.
   *
   * @param read classes that other searches have read
   * @return what was found first, or null
   */
  Finding of(Sabotage sabotage, ConcurrentHashMap<String, byte[]> read) {
    Trial trial = new Trial(sabotage, new SabotagedSource(), read);
    long untilNanos = cpuNanos() + cpuSeconds * 1_000_000_000L;
    for (int from = 1; from <= seeds; from = from == 1 ? FIRST_ROUND + 1 : next(from)) {
      int to = Math.min(seeds, from == 1 ? FIRST_ROUND : next(from) - 1);
      Finding found = sabotage.needsSessions() ? null : run(trial, "store", from, to, untilNanos);
      if (found == null) {
        found = run(trial, "sessions", from, to, untilNanos);
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static int next(int from) {
    return (from - 1) * FIRST_ROUND + 1;
  }

  private Finding run(Trial trial, String experiment, int from, int to, long untilNanos) {
    for (int seed = from; seed <= to && cpuNanos() < untilNanos; seed++) {
      Finding found = trial.run(experiment, seed);
      if (found != null && fair.isGood(experiment, seed)) {
        return found;
      }
    }
    return null;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
