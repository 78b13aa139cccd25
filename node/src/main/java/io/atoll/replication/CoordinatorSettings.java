package io.atoll.replication;

/**
 * The limits of one coordinator.
 *
 * @param maxInFlight requests in flight on one loop, beyond which new ones are refused
 * @param hedgeMinMs the shortest wait before another replica is asked beside a slow one
 * @param hedgeMaxMs the longest such wait
 * @param forwardPatienceMs how long the replicas of a remote DC may take to acknowledge before they
 *     are sent to one by one
 */
public record CoordinatorSettings(
    int maxInFlight, long hedgeMinMs, long hedgeMaxMs, long forwardPatienceMs) {
  public static final CoordinatorSettings DEFAULT = new CoordinatorSettings(4_096, 5, 500, 400);
}
