package io.atoll.sim;

/**
 * How badly the network behaves towards datagrams and new frames.
 *
 * @param dropShare share of the datagrams that are lost, 0 to 1
 * @param duplicateShare share of the datagrams that arrive twice
 * @param slowShare share of the datagrams and frames that take much longer; slow datagrams are
 *     overtaken by others
 * @param slowMs how much longer, at most
 */
public record NetworkFaults(
    double dropShare, double duplicateShare, double slowShare, long slowMs) {
  /** A network that only takes its time. */
  public static final NetworkFaults NONE = new NetworkFaults(0, 0, 0, 0);

  /** Both at once: each strikes what the other has spared. */
  NetworkFaults and(NetworkFaults other) {
    return new NetworkFaults(
        either(dropShare, other.dropShare),
        either(duplicateShare, other.duplicateShare),
        either(slowShare, other.slowShare),
        Math.max(slowMs, other.slowMs));
  }

  private static double either(double one, double other) {
    return one + other - one * other;
  }
}
