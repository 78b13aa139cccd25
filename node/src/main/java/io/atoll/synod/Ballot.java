package io.atoll.synod;

import java.util.Comparator;

/**
 * The number of one attempt to decide an instance; all ballots are ordered. Each is used by one
 * proposer only, its own, and once: a proposer makes a ballot durable before it names it to
 * anybody, or never uses a round again that an earlier life of it may have used.
 *
 * @param epoch of the topology that says who the acceptors are, so that a proposer that knows a
 *     newer one outbids all who do not; 0 where the instance itself determines its acceptors
 * @param round 1 or more; 0 is {@link #NONE}
 * @param proposer the proposer's node id, which breaks ties
 */
public record Ballot(long epoch, long round, String proposer) implements Comparable<Ballot> {
  /** Below every ballot. */
  public static final Ballot NONE = new Ballot(0, 0, "");

  private static final Comparator<Ballot> ORDER =
      Comparator.comparingLong(Ballot::epoch)
          .thenComparingLong(Ballot::round)
          .thenComparing(Ballot::proposer);

  /** A ballot of an instance that determines its acceptors itself. */
  public Ballot(long round, String proposer) {
    this(0, round, proposer);
  }

  @Override
  public int compareTo(Ballot other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return epoch == 0 ? round + "." + proposer : epoch + "/" + round + "." + proposer;
  }
}
