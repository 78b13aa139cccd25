package io.atoll.ring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Finds the {@link PreferenceTable} of a keyspace by its id without allocating; keyspaces of the
 * same replication share one. Safe for any thread.
 */
final class PreferenceTables {
  private final int[] ids;
  private final Keyspace[] keyspaces;
  private final PreferenceTable[] tables;

  PreferenceTables(Map<String, Keyspace> byName, Claim claim, Map<Integer, Member> members) {
    ids = byName.values().stream().mapToInt(Keyspace::id).sorted().toArray();
    keyspaces = new Keyspace[ids.length];
    tables = new PreferenceTable[ids.length];
    Map<SortedMap<String, Integer>, PreferenceTable> shared = new HashMap<>();
    for (Keyspace keyspace : byName.values()) {
      int index = Arrays.binarySearch(ids, keyspace.id());
      keyspaces[index] = keyspace;
      tables[index] =
          shared.computeIfAbsent(
              keyspace.replication(),
              replication -> new PreferenceTable(replication, claim, members));
    }
  }

  /** The table of a keyspace; null where the topology knows no such keyspace or another version. */
  PreferenceTable of(Keyspace keyspace) {
    int index = Arrays.binarySearch(ids, keyspace.id());
    return index >= 0 && sameReplication(keyspaces[index], keyspace) ? tables[index] : null;
  }

  @SuppressWarnings("ReferenceEquality") // The usual case, and on the path of every request.
  private static boolean sameReplication(Keyspace one, Keyspace other) {
    return one == other || one.replication().equals(other.replication());
  }
}
