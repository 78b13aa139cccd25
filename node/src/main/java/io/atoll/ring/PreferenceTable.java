package io.atoll.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The preference lists of all keyspaces with one replication, made when first asked for.
 *
 * <p>Safe for any thread without locks: the entries are immutable records, two threads that make
 * the same one at once make equal ones, and either may be kept.
 */
final class PreferenceTable {
  private final SortedMap<String, Integer> replication;
  private final Claim claim;
  private final Map<Integer, Member> members;
  private final PreferenceList[] lists;

  PreferenceTable(
      SortedMap<String, Integer> replication, Claim claim, Map<Integer, Member> members) {
    this.replication = replication;
    this.claim = claim;
    this.members = members;
    this.lists = new PreferenceList[claim.partitions()];
  }

  int partitions() {
    return lists.length;
  }

  PreferenceList get(int partition) {
    PreferenceList list = lists[partition];
    if (list == null) {
      list = make(partition);
      lists[partition] = list;
    }
    return list;
  }

  private PreferenceList make(int partition) {
    List<Member> replicas = new ArrayList<>();
    for (Map.Entry<String, Integer> factor : replication.entrySet()) {
      for (int slot = 0; slot < factor.getValue(); slot++) {
        replicas.add(members.get(claim.owner(factor.getKey(), partition, slot)));
      }
    }
    return new PreferenceList(partition, replicas);
  }
}
