package io.atoll.replication;

import io.atoll.ring.Member;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * In which order the replicas of a key are asked: nearest first, those taken for dead last. A pure
 * value over indices in the preference list.
 */
public final class ReadPlan {
  private final int[] order;

  private ReadPlan(int[] order) {
    this.order = order;
  }

  /**
   * Plans a read.
   *
   * @param self the coordinator's member number
   * @param alive mask of the replicas that are not taken for dead
   * @param latencyNanos by member number, how long an answer usually takes; 0 when unknown
   */
  public static ReadPlan of(
      List<Member> replicas, int self, String localDc, long alive, IntToLongFunction latencyNanos) {
    int n = replicas.size();
    int[] order = new int[n];
    long[] cost = new long[n];
    for (int i = 0; i < n; i++) {
      Member replica = replicas.get(i);
      long distance = distance(replica, self, localDc, latencyNanos);
      long rank = (alive >>> i & 1) != 0 ? distance : Long.MAX_VALUE;
      int at = i;
      while (at > 0 && cost[at - 1] > rank) {
        cost[at] = cost[at - 1];
        order[at] = order[at - 1];
        at--;
      }
      cost[at] = rank;
      order[at] = i;
    }
    return new ReadPlan(order);
  }

  private static long distance(
      Member replica, int self, String localDc, IntToLongFunction latencyNanos) {
    if (replica.number() == self) {
      return -1;
    }
    long latency = latencyNanos.applyAsLong(replica.number());
    return replica.dc().equals(localDc) ? latency : latency + Long.MAX_VALUE / 4;
  }

  /** RangeTombstone of the nearest replicas that together satisfy a requirement. */
  public long first(Requirement requirement) {
    long chosen = 0;
    for (int replica : order) {
      if (requirement.metBy(chosen)) {
        break;
      }
      if (requirement.helpedBy(replica, chosen)) {
        chosen |= 1L << replica;
      }
    }
    return chosen;
  }

  /** The nearest replica that is in the mask, or -1. */
  public int nearest(long candidates) {
    for (int replica : order) {
      if ((candidates >>> replica & 1) != 0) {
        return replica;
      }
    }
    return -1;
  }
}
