package io.atoll.chaos.model;

import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many of a key's replicas there are in each DC, or how many of them do something. A DC that is
 * not named has none.
 *
 * @param byDc counts of 1 or more, by name of the DC
 */
public record ReplicaCounts(SortedMap<String, Integer> byDc) {
  public static final ReplicaCounts NONE = new ReplicaCounts(new TreeMap<>());

  public ReplicaCounts {
    TreeMap<String, Integer> counted = new TreeMap<>(byDc);
    counted.values().removeIf(count -> count == 0);
    byDc = Collections.unmodifiableSortedMap(counted);
  }

  /** As the keyspace of a key says. */
  public static ReplicaCounts of(Keyspace keyspace) {
    return new ReplicaCounts(keyspace.replication());
  }

  public static ReplicaCounts of(Map<String, Integer> byDc) {
    return new ReplicaCounts(new TreeMap<>(byDc));
  }

  public int in(String dc) {
    return byDc.getOrDefault(dc, 0);
  }

  public int total() {
    int total = 0;
    for (int count : byDc.values()) {
      total += count;
    }
    return total;
  }

  /** One more in a DC. */
  public ReplicaCounts and(String dc) {
    TreeMap<String, Integer> more = new TreeMap<>(byDc);
    more.merge(dc, 1, Integer::sum);
    return new ReplicaCounts(more);
  }

  /** Every way to choose some of these, by how many in each DC. */
  List<ReplicaCounts> choices() {
    List<ReplicaCounts> choices = List.of(NONE);
    for (Map.Entry<String, Integer> dc : byDc.entrySet()) {
      List<ReplicaCounts> more = new ArrayList<>();
      for (ReplicaCounts choice : choices) {
        for (int count = 0; count <= dc.getValue(); count++) {
          TreeMap<String, Integer> with = new TreeMap<>(choice.byDc);
          with.put(dc.getKey(), count);
          more.add(new ReplicaCounts(with));
        }
      }
      choices = more;
    }
    return choices;
  }

  /** The most of these that share no more than {@code common} in each DC with some chosen ones. */
  ReplicaCounts besides(ReplicaCounts chosen, ReplicaCounts common) {
    TreeMap<String, Integer> rest = new TreeMap<>();
    byDc.forEach(
        (dc, count) -> rest.put(dc, Math.min(count, count - chosen.in(dc) + common.in(dc))));
    return new ReplicaCounts(rest);
  }

  @Override
  public String toString() {
    return byDc.toString();
  }
}
