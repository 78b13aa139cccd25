package io.atoll.chaos.workload;

import io.atoll.chaos.world.Stage;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Makes the keyspaces that workloads use. */
public final class Keyspaces {
  private static final long DECISION_MS = 2_000;

  private Keyspaces() {}

  /**
   * Creates a keyspace while nothing is wrong, and lets time pass until it is there.
   *
   * @param most how many replicas it has in each DC, or as many as there are nodes
   */
  public static void create(Stage stage, String name, ConflictPolicy policy, int most) {
    Keyspace keyspace = keyspace(stage.members(), name, policy, most);
    new Operator(stage).create(stage.members().getFirst().nodeId(), keyspace);
    stage.cluster().runForMs(DECISION_MS);
  }

  private static Keyspace keyspace(
      List<Member> members, String name, ConflictPolicy policy, int most) {
    TreeMap<String, Integer> replication = new TreeMap<>(Comparator.naturalOrder());
    for (Member member : members) {
      replication.merge(member.dc(), 1, (before, one) -> Math.min(most, before + one));
    }
    return new Keyspace(0, name, replication, policy, Named.QUORUM, Named.QUORUM);
  }
}
