package io.atoll.chaos.checker;

import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.chaos.watch.Health;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replicas of a key that were sound, and clear of each other and of the node that was asked, at
 * every moment of a time.
 *
 * @param able those
 * @param doubtful the others, without those that were gone for so long that everybody knows: a
 *     request may be sent to them and wait in vain
 */
record AbleReplicas(List<Member> able, List<Member> doubtful) {
  /**
   * Finds as many as there may be: of two that are not clear of each other it leaves out the one
   * that more are not clear of.
   *
   * @param asked the node, which is sound
   * @param fromNanos since when they are to be sound and clear
   * @param knownNanos since when who is gone is known to be
   */
  static AbleReplicas of(
      Health health,
      String asked,
      List<Member> replicas,
      long fromNanos,
      long knownNanos,
      long toNanos) {
    List<Member> able = new ArrayList<>();
    for (Member replica : replicas) {
      String id = replica.nodeId();
      boolean clear = id.equals(asked) || health.isClear(id, asked, fromNanos, toNanos);
      if (clear && health.isSound(id, fromNanos, toNanos)) {
        able.add(replica);
      }
    }
    for (Member worst = worst(health, asked, able, fromNanos, toNanos);
        worst != null;
        worst = worst(health, asked, able, fromNanos, toNanos)) {
      able.remove(worst);
    }
    List<Member> doubtful = new ArrayList<>(replicas);
    doubtful.removeAll(able);
    doubtful.removeIf(replica -> health.isGone(replica.nodeId(), knownNanos, toNanos));
    return new AbleReplicas(able, doubtful);
  }

  /** Whom most of them are not clear of; null when all are clear of each other. */
  private static Member worst(
      Health health, String asked, List<Member> able, long fromNanos, long toNanos) {
    Member worst = null;
    long most = 0;
    for (Member one : able) {
      long cuts =
          able.stream()
              .filter(
                  other ->
                      !other.equals(one)
                          && !health.isClear(one.nodeId(), other.nodeId(), fromNanos, toNanos))
              .count();
      if (cuts > most && !one.nodeId().equals(asked)) {
        most = cuts;
        worst = one;
      }
    }
    return worst;
  }

  /** How many of them there are in each DC. */
  ReplicaCounts counts() {
    Map<String, Integer> byDc = new HashMap<>();
    able.forEach(replica -> byDc.merge(replica.dc(), 1, Integer::sum));
    return ReplicaCounts.of(byDc);
  }

  /** Whether a node is one of them. */
  boolean contains(String nodeId) {
    return able.stream().anyMatch(replica -> replica.nodeId().equals(nodeId));
  }

  /** Whether some of them are in a DC, and nobody doubtful is. */
  boolean haveToThemselves(String dc) {
    return able.stream().anyMatch(replica -> replica.dc().equals(dc))
        && doubtful.stream().noneMatch(replica -> replica.dc().equals(dc));
  }
}
