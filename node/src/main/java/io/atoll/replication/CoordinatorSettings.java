package io.atoll.replication;

/**
 * The limits of one coordinator, and what it does beside its requests.
 *
 * @param maxInFlight requests in flight on one loop, beyond which new ones are refused
 * @param hedgeMinMs the shortest wait before another replica is asked beside a slow one
 * @param hedgeMaxMs the longest such wait
 * @param forwardPatienceMs how long the replicas of a remote DC may take to acknowledge before they
 *     are sent to one by one; and those that a read repairs before its answer, before another one
 *     stands in
 * @param readRepair whether a read sends what it found to the replicas that were behind; off only
 *     where it is to be seen what becomes of those without it. A keyspace with blocking read repair
 *     keeps its promise all the same: what its answers need is repaired before them, and nothing
 *     after
 */
public record CoordinatorSettings(
    int maxInFlight, long hedgeMinMs, long hedgeMaxMs, long forwardPatienceMs, boolean readRepair) {
  public static final CoordinatorSettings DEFAULT =
      new CoordinatorSettings(4_096, 5, 500, 400, true);

  /** The same with another bound. */
  public CoordinatorSettings withMaxInFlight(int requests) {
    return new CoordinatorSettings(requests, hedgeMinMs, hedgeMaxMs, forwardPatienceMs, readRepair);
  }

  /** The same with repair by reads, or without. */
  public CoordinatorSettings withReadRepair(boolean on) {
    return new CoordinatorSettings(maxInFlight, hedgeMinMs, hedgeMaxMs, forwardPatienceMs, on);
  }
}
