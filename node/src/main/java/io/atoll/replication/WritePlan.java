package io.atoll.replication;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a write goes from its coordinator: straight to the replicas of its own DC, and once to
 * every other DC, where the one that takes it spreads it. Replicas are indices in the preference
 * list; a pure value.
 *
 * @param direct mask of the replicas that the coordinator sends to, itself left out
 * @param spreads one per other DC with a live replica
 */
public record WritePlan(long direct, List<Spread> spreads) {
  /**
   * One crossing of a WAN link.
   *
   * @param lead the replica that takes the write
   * @param others mask of the replicas that it passes the write on to
   */
  public record Spread(int lead, long others) {}

  /**
   * Plans a write.
   *
   * @param self the coordinator's own index
   * @param localDc its DC
   * @param alive mask of the replicas to send to
   * @param salt varies the lead from key to key, so that it is not always the same node
   */
  public static WritePlan of(
      Requirement requirement, int self, String localDc, long alive, int salt) {
    long local = requirement.replicasOf(localDc);
    List<Spread> spreads = new ArrayList<>(requirement.dcCount());
    for (int d = 0; d < requirement.dcCount(); d++) {
      long there = requirement.replicasOf(d) & alive;
      if (requirement.replicasOf(d) != local && there != 0) {
        int lead = nth(there, Math.floorMod(salt, Long.bitCount(there)));
        spreads.add(new Spread(lead, there & ~(1L << lead)));
      }
    }
    return new WritePlan(local & alive & ~(1L << self), spreads);
  }

  private static int nth(long mask, int n) {
    long rest = mask;
    for (int i = 0; i < n; i++) {
      rest &= rest - 1;
    }
    return Long.numberOfTrailingZeros(rest);
  }
}
