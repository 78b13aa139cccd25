package io.atoll.replication;

import io.atoll.ring.Member;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * The order in which the owners of a key's arc are asked: nearest first, those considered down
 * last. A pure value over indices in the {@link ReplicaPlan}.
 */
public final class ReadPlan {
  private final int[] order;

  private ReadPlan(int[] order) {
    this.order = order;
  }

  /**
   * Plans a read.
   *
   * @param owners of the arc
   * @param self the coordinator's member number
   * @param alive who is not considered down
   * @param latencyNanos by member number, how long an answer usually takes; 0 when unknown
   */
  public static ReadPlan of(
      List<Member> owners,
      int self,
      String localDc,
      ReplicaSet alive,
      IntToLongFunction latencyNanos) {
    int n = owners.size();
    int[] order = new int[n];
    long[] cost = new long[n];
    for (int i = 0; i < n; i++) {
      Member replica = owners.get(i);
      long distance = distance(replica, self, localDc, latencyNanos);
      long rank = alive.contains(i) ? distance : Long.MAX_VALUE;
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

  /** The nearest that together satisfy a requirement. */
  public ReplicaSet first(Requirement requirement) {
    long chosen = 0;
    for (int replica : order) {
      if (requirement.metBy(chosen)) {
        break;
      }
      if (requirement.helpedBy(replica, chosen)) {
        chosen |= 1L << replica;
      }
    }
    return new ReplicaSet(chosen);
  }

  /**
   * Who of some stands in for others, or -1: the nearest that brings a requirement closer when all
   * of those do their part that are hoped for; when these are enough, closer than those do who have
   * done it, so that it stands in for one that is slow.
   *
   * @param hoped who did their part and who may
   * @param done who did
   */
  int standIn(Requirement requirement, ReplicaSet some, ReplicaSet hoped, ReplicaSet done) {
    int next = nearest(helping(requirement, some, hoped));
    return next >= 0 ? next : nearest(helping(requirement, some, done));
  }

  private static ReplicaSet helping(Requirement requirement, ReplicaSet some, ReplicaSet having) {
    ReplicaSet helping = ReplicaSet.EMPTY;
    for (int replica = some.first(); replica >= 0; replica = some.next(replica)) {
      if (requirement.helpedBy(replica, having.bits())) {
        helping = helping.with(replica);
      }
    }
    return helping;
  }

  /** The nearest of some, or -1. */
  public int nearest(ReplicaSet candidates) {
    for (int replica : order) {
      if (candidates.contains(replica)) {
        return replica;
      }
    }
    return -1;
  }
}
