package io.atoll.repair;

/**
 * What comparing with a replica, and making it and this node the same, came to.
 *
 * @param comparisons how often the two were compared
 * @param roundTrips questions to the replica and answers, those of comparing and of exchanging
 * @param differing keys that were found to differ, each as often as it was found
 * @param unsettled keys among what was looked at that had been written too lately to be judged
 * @param sentKeys states that the replica took
 * @param sentBytes bytes of their keys and values
 * @param receivedKeys states that it gave
 * @param receivedBytes bytes of their keys and values
 */
public record RepairTally(
    long comparisons,
    long roundTrips,
    long differing,
    long unsettled,
    long sentKeys,
    long sentBytes,
    long receivedKeys,
    long receivedBytes) {
  /** Nothing yet. */
  public static final RepairTally NONE = new RepairTally(0, 0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public RepairTally plus(RepairTally other) {
    return new RepairTally(
        comparisons + other.comparisons,
        roundTrips + other.roundTrips,
        differing + other.differing,
        unsettled + other.unsettled,
        sentKeys + other.sentKeys,
        sentBytes + other.sentBytes,
        receivedKeys + other.receivedKeys,
        receivedBytes + other.receivedBytes);
  }
}
