package io.atoll.service;

import io.atoll.repair.RepairStats;
import io.atoll.repair.RepairStats.Counter;
import io.atoll.repair.RepairTally;

/** What a session with another replica has come to so far. Lives on one loop. */
final class SessionTally {
  private final RepairStats stats;
  private RepairTally tally = RepairTally.NONE;

  /**
   * @param stats of the node, which count the same
   */
  SessionTally(RepairStats stats) {
    this.stats = stats;
  }

  RepairTally get() {
    return tally;
  }

  /**
   * A comparison has ended.
   *
   * @param declined whether nothing was compared
   */
  void compared(int roundTrips, boolean declined) {
    int comparisons = declined ? 0 : 1;
    stats.add(Counter.COMPARISONS, comparisons);
    stats.add(Counter.ROUND_TRIPS, roundTrips);
    tally = tally.plus(new RepairTally(comparisons, roundTrips, 0, 0, 0, 0, 0, 0));
  }

  void exchanged(int differing, int unsettled) {
    stats.count(Counter.ROUND_TRIPS);
    stats.add(Counter.DIFFERING, differing);
    stats.add(Counter.UNSETTLED, unsettled);
    tally = tally.plus(new RepairTally(0, 1, differing, unsettled, 0, 0, 0, 0));
  }

  void sent(int keys, long bytes) {
    stats.add(Counter.SENT, keys);
    stats.add(Counter.SENT_BYTES, bytes);
    tally = tally.plus(new RepairTally(0, 0, 0, 0, keys, bytes, 0, 0));
  }

  void received(int keys, long bytes) {
    stats.add(Counter.RECEIVED, keys);
    stats.add(Counter.RECEIVED_BYTES, bytes);
    tally = tally.plus(new RepairTally(0, 0, 0, 0, 0, 0, keys, bytes));
  }
}
