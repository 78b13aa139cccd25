package io.atoll.router.health;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Spreads requests over nodes by the power of two choices: of two drawn at random the one with less
 * to do (M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001). "Less" is
 * requests in flight times recent latency, so that a slow node gets less than a quick one.
 * Latencies count only where they differ by a factor, for among equals they would send everything
 * to whoever happened to be a little quicker.
 */
final class NodeChoice {
  private static final double FACTOR = 2;
  private static final double LEAST_LATENCY_NANOS = 200_000;

  private NodeChoice() {}

  /** One of the nodes, of which there is at least one. */
  static NodeHealth of(List<NodeHealth> nodes, RandomGenerator random, long nowNanos) {
    int size = nodes.size();
    if (size == 1) {
      return nodes.getFirst();
    }
    int one = random.nextInt(size);
    int other = random.nextInt(size - 1);
    NodeHealth a = nodes.get(one);
    NodeHealth b = nodes.get(other >= one ? other + 1 : other);
    double latencyOfA = Math.max(LEAST_LATENCY_NANOS, a.recentLatencyNanos(nowNanos));
    double latencyOfB = Math.max(LEAST_LATENCY_NANOS, b.recentLatencyNanos(nowNanos));
    boolean alike = latencyOfA < FACTOR * latencyOfB && latencyOfB < FACTOR * latencyOfA;
    double loadOfA = (a.inFlight() + 1) * (alike ? 1 : latencyOfA);
    double loadOfB = (b.inFlight() + 1) * (alike ? 1 : latencyOfB);
    return loadOfA <= loadOfB ? a : b;
  }
}
