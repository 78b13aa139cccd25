package io.atoll.consensus;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The faults between nodes: loss, repetition, delay (and so reordering), cuts in one direction. */
final class SimulatedNetwork {
  private static final double[] RATES = {0, 0.02, 0.1, 0.3};

  private final SplittableRandom random;
  private final Set<String> cut = new HashSet<>();
  private double lossRate;
  private double repeatRate;
  private int maxDelayMs;

  SimulatedNetwork(SplittableRandom random) {
    this.random = random;
    lossRate = RATES[random.nextInt(RATES.length)];
    repeatRate = RATES[random.nextInt(RATES.length)];
    maxDelayMs = 1 + random.nextInt(random.nextInt(3) == 0 ? 600 : 80);
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
    repeatRate = 0;
    maxDelayMs = 20;
  }

  /** How many copies of a message arrive. */
  int copies(String from, String to) {
    if (cut.contains(from + ">" + to) || random.nextDouble() < lossRate) {
      return 0;
    }
    return random.nextDouble() < repeatRate ? 2 : 1;
  }

  int delayMs() {
    return 1 + random.nextInt(maxDelayMs);
  }
}
