package io.atoll.consensus;

import java.util.Comparator;

/**
 * The number of one attempt to decide an epoch. Each is used by one node only, its own, and once:
 * rounds only rise, and a node makes a round durable before it names it to anybody.
 *
 * @param round 1 or more; 0 is {@link #NONE}
 * @param node the proposer's node id, which breaks ties
 */
public record Ballot(long round, String node) implements Comparable<Ballot> {
  /** Below every ballot. */
  public static final Ballot NONE = new Ballot(0, "");

  private static final Comparator<Ballot> ORDER =
      Comparator.comparingLong(Ballot::round).thenComparing(Ballot::node);

  @Override
  public int compareTo(Ballot other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return round + "." + node;
  }
}
