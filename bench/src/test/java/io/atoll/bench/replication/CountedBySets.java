package io.atoll.bench.replication;

import io.atoll.replication.ReplicaRoles;
import io.atoll.replication.ReplicaSet;
import io.atoll.replication.Requirement;
import io.atoll.replication.WriteTally;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;

/** A write counted as the coordinator does it: by sets, roles, a requirement and a tally. */
final class CountedBySets implements CountedWrite {
  private final ReplicaRoles roles;
  private final Requirement requirement;
  private final long[] latencies = new long[REPLICAS];
  private WriteTally tally;

  CountedBySets() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < REPLICAS; i++) {
      latencies[i] = 3L * i;
      members.add(new Member(i, "n" + i, "dc" + i / PER_DC, "r", 1, "h", 1, 2, 3, 4));
    }
    roles = ReplicaRoles.of(members);
    requirement = Requirement.of("ks", roles, ConsistencyLevel.Named.QUORUM, "dc0");
  }

  @Override
  public long count(int salt) {
    ReplicaSet alive = new ReplicaSet(CountedWrite.alive(salt));
    tally = WriteTally.of(requirement);
    ReplicaSet spared = roles.members().minus(alive);
    if (!spared.isEmpty()) {
      tally = tally.withFailures(spared);
    }
    long sum = 0;
    for (int d = 0; d < roles.dcCount(); d++) {
      ReplicaSet there = roles.replicasOf(d).intersect(alive);
      for (int r = there.first(); r >= 0; r = there.next(r)) {
        sum += latencies[r];
      }
    }
    for (int n = 0; n < ANSWERS; n++) {
      tally = tally.withAnswer(CountedWrite.answering(salt, n));
      sum +=
          switch (tally.progress()) {
            case MET -> 1_000;
            case POSSIBLE -> 0;
            case IMPOSSIBLE -> 1_000_000;
          };
    }
    ReplicaSet waitingFor = alive.minus(tally.answered()).minus(tally.failed());
    for (int r = waitingFor.first(); r >= 0; r = waitingFor.next(r)) {
      sum += latencies[r];
    }
    return sum + tally.answered().size();
  }
}
