package io.atoll.replication;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.PreferenceList;
import io.atoll.ring.Topology;
import java.util.List;

/**
 * Where one request goes: the key's replicas in one epoch, and what is enough of them.
 *
 * @param level of the request, its keyspace's default where it names none
 * @param requirement of that level
 * @param overlapping whether R + W &gt; N holds for the level and the keyspace's default for the
 *     other kind of request, in whatever DC that is run
 */
record Target(
    Topology topology,
    Keyspace keyspace,
    long token,
    PreferenceList preferenceList,
    ConsistencyLevel level,
    Requirement requirement,
    boolean overlapping) {
  List<Member> replicas() {
    return preferenceList.replicas();
  }

  long epoch() {
    return topology.epoch();
  }

  /** The index of a member in the preference list, or -1. */
  int indexOf(int member) {
    List<Member> replicas = replicas();
    for (int i = 0; i < replicas.size(); i++) {
      if (replicas.get(i).number() == member) {
        return i;
      }
    }
    return -1;
  }

  /** RangeTombstone of the replicas that are not taken for dead; this node always lives. */
  long alive(LiveMembers liveness, int self) {
    long alive = 0;
    List<Member> replicas = replicas();
    for (int i = 0; i < replicas.size(); i++) {
      int member = replicas.get(i).number();
      if (member == self || liveness.alive(member)) {
        alive |= 1L << i;
      }
    }
    return alive;
  }

  Outcome outcome(long asked, long answered) {
    return new Outcome(
        Long.bitCount(asked),
        Long.bitCount(answered),
        requirement.total(),
        0,
        epoch(),
        overlapping);
  }
}
