package io.atoll.chaos.workload;

import io.atoll.chaos.world.Stage;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntSupplier;

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
    create(stage, name, policy, () -> most);
  }

  /**
   * The same, with as many replicas in each DC as is said for it.
   *
   * @param most asked once for each DC, in the order of their names; 0 for none there
   */
  static void create(Stage stage, String name, ConflictPolicy policy, IntSupplier most) {
    Keyspace keyspace = keyspace(stage.members(), name, policy, most);
    new Operator(stage).create(stage.members().getFirst().nodeId(), keyspace);
    stage.cluster().runForMs(DECISION_MS);
  }

  /** No DC gets more replicas than it has nodes; the first gets one where none would get any. */
  static Keyspace keyspace(
      List<Member> members, String name, ConflictPolicy policy, IntSupplier most) {
    TreeMap<String, Integer> nodes = new TreeMap<>(Comparator.naturalOrder());
    members.forEach(member -> nodes.merge(member.dc(), 1, Integer::sum));
    nodes.replaceAll((dc, count) -> Math.min(most.getAsInt(), count));
    nodes.values().removeIf(count -> count == 0);
    if (nodes.isEmpty()) {
      nodes.put(members.getFirst().dc(), 1);
    }
    return new Keyspace(0, name, nodes, policy, Named.QUORUM, Named.QUORUM);
  }
}
