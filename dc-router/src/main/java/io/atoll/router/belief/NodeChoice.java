package io.atoll.router.belief;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Spreads requests over nodes by the power of two choices: of two drawn at random the one with less
 * to do (M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001). "Less" is
 * requests in flight times mean latency, so that a slow node gets less than a quick one.
 */
final class NodeChoice {
  private static final long LEAST_LATENCY_NANOS = 50_000;

  private NodeChoice() {}

  /** One of the nodes, of which there is at least one. */
  static NodeBelief of(List<NodeBelief> nodes, RandomGenerator random) {
    int size = nodes.size();
    if (size == 1) {
      return nodes.getFirst();
    }
    int one = random.nextInt(size);
    int other = random.nextInt(size - 1);
    NodeBelief a = nodes.get(one);
    NodeBelief b = nodes.get(other >= one ? other + 1 : other);
    return load(a) <= load(b) ? a : b;
  }

  private static double load(NodeBelief node) {
    return (node.inFlight() + 1.0) * Math.max(LEAST_LATENCY_NANOS, node.requestLatencyNanos());
  }
}
