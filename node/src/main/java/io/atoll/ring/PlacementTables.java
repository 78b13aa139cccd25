package io.atoll.ring;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Finds the {@link PlacementTable} of a keyspace by its id without allocating; keyspaces that are
 * replicated alike share one. Safe for any thread.
 */
final class PlacementTables {
  private final Claim claim;
  private final Map<Integer, Member> members;
  private final Transition transition;
  private final int[] ids;
  private final Keyspace[] keyspaces;
  private final PlacementTable[] tables;

  /** The replications of a keyspace before and after the transition. */
  private record Replications(
      SortedMap<String, Integer> before, SortedMap<String, Integer> after) {}

  /**
   * @param transition null where there is none
   */
  PlacementTables(
      Collection<Keyspace> known,
      Claim claim,
      Map<Integer, Member> members,
      Transition transition) {
    this.claim = claim;
    this.members = members;
    this.transition = transition;
    ids = known.stream().mapToInt(Keyspace::id).sorted().toArray();
    keyspaces = new Keyspace[ids.length];
    tables = new PlacementTable[ids.length];
    Map<Replications, PlacementTable> shared = new HashMap<>();
    for (Keyspace keyspace : known) {
      int index = Arrays.binarySearch(ids, keyspace.id());
      keyspaces[index] = keyspace;
      tables[index] = shared.computeIfAbsent(replications(keyspace), this::make);
    }
  }

  /**
   * The table of a keyspace, a new one where the topology knows another version of it or none.
   *
   * @throws IllegalArgumentException where the keyspace wants more replicas than the claim holds
   */
  PlacementTable of(Keyspace keyspace) {
    int index = Arrays.binarySearch(ids, keyspace.id());
    return index >= 0 && sameReplication(keyspaces[index], keyspace)
        ? tables[index]
        : unknown(keyspace);
  }

  private PlacementTable unknown(Keyspace keyspace) {
    TopologyRules.checkReplication(keyspace, claim);
    if (transition != null) {
      TopologyRules.checkReplication(transition.target(keyspace), transition.claim());
    }
    return make(replications(keyspace));
  }

  private Replications replications(Keyspace keyspace) {
    Keyspace target = transition == null ? keyspace : transition.target(keyspace);
    return new Replications(keyspace.replication(), target.replication());
  }

  private PlacementTable make(Replications replications) {
    PreferenceTable before = new PreferenceTable(replications.before(), claim, members);
    PreferenceTable after =
        transition == null
            ? before
            : new PreferenceTable(replications.after(), transition.claim(), members);
    return new PlacementTable(before, after, transition);
  }

  @SuppressWarnings("ReferenceEquality") // The usual case, and on the path of every request.
  private static boolean sameReplication(Keyspace one, Keyspace other) {
    return one == other || one.replication().equals(other.replication());
  }
}
