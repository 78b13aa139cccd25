package io.atoll.chaos.workload;

import io.atoll.chaos.world.Stage;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.ReadRepair;
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

  /**
   * In some runs one of these keyspaces gets blocking read repair while it is in use. It is drawn
   * for when nothing else is left to be.
   */
  public static void maybeBlocking(Stage stage, List<String> names) {
    int chosen = stage.random().nextInt(2 * names.size());
    if (chosen < names.size()) {
      Member first = stage.members().getFirst();
      Keyspace before =
          stage.cluster().node(first.nodeId()).topology().keyspaces().get(names.get(chosen));
      new Operator(stage).change(first.nodeId(), before.with(ReadRepair.BLOCKING));
    }
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
