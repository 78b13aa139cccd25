package io.atoll.replication;

import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The members involved in one arc at one moment: who owns it, who will, and who stands in for whom.
 * A pure value; as long as no arc moves and no quorum is sloppy it has owners only.
 *
 * @param owners who owns it: the preference list, DC by DC in the order of their names
 * @param next who will own it when the move in progress is done: the owners themselves where there
 *     is none. Those of them that do not own it yet are <i>pending</i>: they get every write
 * @param nextCounts whether a level must be reached among the next owners too, and not among the
 *     owners alone
 * @param fallbacks who stands in for replicas that are down
 */
public record ArcReplicas(
    List<Member> owners, List<Member> next, boolean nextCounts, List<Fallback> fallbacks) {
  /**
   * A node that keeps a hint for a replica that is down.
   *
   * @param member the node, which is neither owner nor pending
   * @param replica the index, among {@link ArcReplicas#members}, of the one it stands in for
   */
  public record Fallback(Member member, int replica) {}

  /**
   * Checks that everybody occurs once and fits into a {@link ReplicaSet}.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  public ArcReplicas {
    owners = List.copyOf(owners);
    next = List.copyOf(next);
    fallbacks = List.copyOf(fallbacks);
    Set<Integer> replicas = numbers(owners);
    replicas.addAll(numbers(next));
    Set<Integer> all = new HashSet<>(replicas);
    for (Fallback fallback : fallbacks) {
      if (!all.add(fallback.member().number())) {
        throw new IllegalArgumentException(
            "fallback %s occurs twice: must be a node that has no other part in the arc"
                .formatted(fallback.member().nodeId()));
      }
      if (fallback.replica() < 0 || fallback.replica() >= replicas.size()) {
        throw new IllegalArgumentException(
            "fallback %s stands in for replica %d: must be 0 to %d"
                .formatted(fallback.member().nodeId(), fallback.replica(), replicas.size() - 1));
      }
    }
    if (all.size() > ReplicaSet.MAX_SIZE) {
      throw new IllegalArgumentException(
          "an arc has %d owners, %d more to be and %d fallbacks: must be at most %d together"
              .formatted(
                  owners.size(),
                  replicas.size() - owners.size(),
                  fallbacks.size(),
                  ReplicaSet.MAX_SIZE));
    }
  }

  /** An arc that neither moves nor is stood in for. */
  public static ArcReplicas of(List<Member> owners) {
    return new ArcReplicas(owners, owners, false, List.of());
  }

  /** The same arc on its way to other owners. For transitions; nothing in service uses it yet. */
  public ArcReplicas becoming(List<Member> next, boolean nextCounts) {
    return new ArcReplicas(owners, next, nextCounts, fallbacks);
  }

  /** The same arc with stand-ins. For sloppy quorums; nothing in service uses it yet. */
  public ArcReplicas with(List<Fallback> fallbacks) {
    return new ArcReplicas(owners, next, nextCounts, fallbacks);
  }

  /** Everybody, in the order that indices count: owners, pending, fallbacks. */
  public List<Member> members() {
    List<Member> members = new ArrayList<>(owners);
    Set<Integer> known = numbers(owners);
    for (Member member : next) {
      if (known.add(member.number())) {
        members.add(member);
      }
    }
    for (Fallback fallback : fallbacks) {
      members.add(fallback.member());
    }
    return List.copyOf(members);
  }

  private static Set<Integer> numbers(List<Member> members) {
    Set<Integer> numbers = new HashSet<>();
    for (Member member : members) {
      if (!numbers.add(member.number())) {
        throw new IllegalArgumentException(
            "%s occurs twice: must be one replica of the arc at most".formatted(member.nodeId()));
      }
    }
    return numbers;
  }
}
