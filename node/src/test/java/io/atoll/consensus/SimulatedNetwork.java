package io.atoll.consensus;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The faults between nodes: loss, repetition, delay (and so reordering), cuts in one direction. */
final class SimulatedNetwork {
  private static final double[] RATES = {0, 0.05, 0.2, 0.4};

  private final SplittableRandom random;
  private final Set<String> cut = new HashSet<>();
  private double lossRate;
  private double newsLossRate;
  private double repeatRate;
  private int maxDelayMs;

  SimulatedNetwork(SplittableRandom random) {
    this.random = random;
    lossRate = RATES[random.nextInt(RATES.length)];
    newsLossRate = random.nextBoolean() ? 0.9 : 0;
    repeatRate = RATES[random.nextInt(RATES.length)];
    maxDelayMs = 1 + random.nextInt(random.nextBoolean() ? 600 : 80);
  }

  void cut(String from, String to) {
    cut.add(from + ">" + to);
  }

  void mend(String from, String to) {
    cut.remove(from + ">" + to);
  }

  /** Loses nothing from now on. */
  void heal() {
    cut.clear();
    lossRate = 0;
    newsLossRate = 0;
    repeatRate = 0;
    maxDelayMs = 20;
  }

  /**
   * How many copies of a message arrive.
   *
   * @param isNews whether it tells of decisions; in some runs such news hardly get around
   */
  int copies(String from, String to, boolean isNews) {
    double rate = isNews ? Math.max(lossRate, newsLossRate) : lossRate;
    if (cut.contains(from + ">" + to) || random.nextDouble() < rate) {
      return 0;
    }
    return random.nextDouble() < repeatRate ? 2 : 1;
  }

  int delayMs() {
    return 1 + random.nextInt(maxDelayMs);
  }
}
