package io.atoll.replication;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import java.util.List;

/**
 * Where one request goes in one epoch: who holds the key or will, who stands in, and how many of
 * them are enough. An immutable value that {@link ReplicaPlans} makes; everything else counts by
 * its indices.
 *
 * @param token of the key
 * @param members owners, then pending, then fallbacks, as {@link ArcReplicas#members} orders them
 * @param level of the request, its keyspace's default where it names none
 * @param requirement of that level, over these members
 * @param overlapping whether R + W &gt; N holds for the level and the keyspace's default for the
 *     other kind of request, in whatever DC that is run
 */
record ReplicaPlan(
    long epoch,
    long token,
    Keyspace keyspace,
    List<Member> members,
    ConsistencyLevel level,
    Requirement requirement,
    boolean overlapping) {
  /** What part each member plays. */
  ReplicaRoles roles() {
    return requirement.roles();
  }

  /** Who owns the arc now, in the order of the preference list. */
  List<Member> owners() {
    int owners = roles().owners().size();
    return owners == members.size() ? members : members.subList(0, owners);
  }

  Member member(int index) {
    return members.get(index);
  }

  /** The index of a member, by its number, or -1. */
  int indexOf(int number) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).number() == number) {
        return i;
      }
    }
    return -1;
  }

  /** The index of an owner, by its number, or -1: only owners coordinate writes. */
  int ownerIndexOf(int number) {
    int index = indexOf(number);
    return roles().owners().contains(index) ? index : -1;
  }

  /** Who is not considered down; this node always lives. */
  ReplicaSet alive(LiveMembers liveness, int self) {
    long alive = 0;
    for (int i = 0; i < members.size(); i++) {
      int number = members.get(i).number();
      if (number == self || liveness.alive(number)) {
        alive |= 1L << i;
      }
    }
    return new ReplicaSet(alive);
  }

  /**
   * What happened, as told to the client: of replicas only those that are counted.
   *
   * @param hints how many places a fallback filled; nobody reads there, so none keeps the promise
   *     of overlapping
   */
  Outcome outcome(ReplicaSet asked, ReplicaSet answered, int hints) {
    ReplicaSet counted = requirement.counted();
    return new Outcome(
        asked.intersect(counted).size(),
        answered.intersect(counted).size(),
        requirement.total(),
        hints,
        epoch,
        overlapping && hints == 0);
  }
}
