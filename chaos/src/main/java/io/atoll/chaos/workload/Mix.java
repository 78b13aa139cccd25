package io.atoll.chaos.workload;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the clients of a run do: data, chosen by seed.
 *
 * @param clients how many clients there are, each doing one thing at a time
 * @param keys how many keys they share
 * @param pauseMs the longest pause of a client between two operations
 * @param timeoutMs the timeout that they ask for
 * @param patternWeights how often each {@link OperationKind} is chosen, by its ordinal
 * @param levels the levels that reads and writes choose from
 */
public record Mix(
    int clients,
    int keys,
    long pauseMs,
    long timeoutMs,
    int[] patternWeights,
    List<ConsistencyLevel> levels) {

  /** A mix for a cluster with so many replicas of a key. */
  public static Mix choose(RandomGenerator random, int replicas) {
    int[] weights = new int[OperationKind.values().length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1 + random.nextInt(6);
    }
    return new Mix(
        3 + random.nextInt(6),
        1 + random.nextInt(12),
        20 + random.nextInt(200),
        500 + random.nextInt(2_500),
        weights,
        levels(random, replicas));
  }

  /** Quorum is always among them, so that there is something to hold the store to. */
  private static List<ConsistencyLevel> levels(RandomGenerator random, int replicas) {
    List<ConsistencyLevel> levels = new ArrayList<>();
    levels.add(Named.QUORUM);
    levels.add(Named.QUORUM);
    for (Named level : Named.values()) {
      if (random.nextBoolean()) {
        levels.add(level);
      }
    }
    levels.add(new ConsistencyLevel.Count(1 + random.nextInt(replicas)));
    return List.copyOf(levels);
  }

  OperationKind nextKind(RandomGenerator random) {
    int sum = 0;
    for (int weight : patternWeights) {
      sum += weight;
    }
    int at = random.nextInt(sum);
    int kind = 0;
    while (at >= patternWeights[kind]) {
      at -= patternWeights[kind++];
    }
    return OperationKind.values()[kind];
  }

  ConsistencyLevel nextLevel(RandomGenerator random) {
    return levels.get(random.nextInt(levels.size()));
  }

  @Override
  public String toString() {
    return "%d clients, %d keys, pauses to %d ms, timeout %d ms, weights %s, levels %s"
        .formatted(
            clients, keys, pauseMs, timeoutMs, java.util.Arrays.toString(patternWeights), levels);
  }
}
