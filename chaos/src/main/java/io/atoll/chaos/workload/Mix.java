package io.atoll.chaos.workload;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the clients of a run do: data, chosen by seed.
 *
 * @param weights how often each {@link OperationKind} is chosen, by its ordinal
 * @param levels the levels that reads and writes choose from
 */
public record Mix(
    Crowd crowd, Keys keys, Values values, int[] weights, List<ConsistencyLevel> levels) {
  /**
   * How many work, and how fast.
   *
   * @param clients how many clients there are
   * @param atOnce how many operations a client begins in one turn of a loop, at most
   * @param turnMs how long after the begin of a turn the next one begins, on average, unless its
   *     operations take longer
   * @param timeoutMs the timeout that they ask for
   */
  public record Crowd(int clients, int atOnce, long turnMs, long timeoutMs) {
    /** Between 140 and 270 operations a second, by few clients or by many. */
    static Crowd choose(RandomGenerator random) {
      int atOnce = 1 << random.nextInt(4);
      int clients = 3 + 20 / atOnce + random.nextInt(4);
      double operations = clients * (1 + atOnce) / 2.0;
      long turnMs = (long) (operations * 1_000 / (140 + random.nextInt(131)));
      return new Crowd(clients, atOnce, turnMs, 500 + random.nextInt(2_500));
    }

    @Override
    public String toString() {
      return "%d clients of %d at once, turns of %d ms, timeout %d ms"
          .formatted(clients, atOnce, turnMs, timeoutMs);
    }
  }

  /**
   * A mix for a cluster.
   *
   * @param replicas of a key, as a level may name them at most
   * @param memtableBytes of its nodes
   */
  public static Mix choose(RandomGenerator random, int replicas, long memtableBytes) {
    return new Mix(
        Crowd.choose(random),
        Keys.choose(random),
        Values.choose(random, memtableBytes),
        weights(random),
        levels(random, replicas));
  }

  /** Mostly reads, mostly writes, mostly deletes, or everything. */
  private static int[] weights(RandomGenerator random) {
    int[] weights = new int[OperationKind.values().length];
    int lean = random.nextInt(6);
    for (OperationKind kind : OperationKind.values()) {
      boolean favoured =
          switch (lean) {
            case 0 -> kind == OperationKind.READ || kind == OperationKind.READ_AT_LEAST;
            case 1 -> kind == OperationKind.BLIND_WRITE || kind == OperationKind.WRITE_AGAIN;
            case 2 -> kind == OperationKind.READ_DELETE || kind == OperationKind.BLIND_DELETE;
            case 3 -> kind == OperationKind.READ_MODIFY_WRITE;
            default -> false;
          };
      weights[kind.ordinal()] = (1 + random.nextInt(6)) * (favoured ? 5 : 1);
    }
    return weights;
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
    int at = random.nextInt(Arrays.stream(weights).sum());
    int kind = 0;
    while (at >= weights[kind]) {
      at -= weights[kind++];
    }
    return OperationKind.values()[kind];
  }

  ConsistencyLevel nextLevel(RandomGenerator random) {
    return levels.get(random.nextInt(levels.size()));
  }

  @Override
  public String toString() {
    return "%s, %s, %s, weights %s, levels %s"
        .formatted(crowd, keys, values, Arrays.toString(weights), levels);
  }
}
