package io.atoll.chaos.model;

import io.atoll.ring.Keyspace;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many of a key's replicas there are in each DC, or how many of them do something. A DC that is
 * not named has none. A value; runs are judged with very many of them, hence the arrays.
 */
public final class ReplicaCounts {
  public static final ReplicaCounts NONE = new ReplicaCounts(new String[0], new int[0]);

  private final String[] dcs;
  private final int[] counts;

  /** DCs rise by name; counts are 1 or more. */
  private ReplicaCounts(String[] dcs, int[] counts) {
    this.dcs = dcs;
    this.counts = counts;
  }

  /** As the keyspace of a key says. */
  public static ReplicaCounts of(Keyspace keyspace) {
    return of(keyspace.replication());
  }

  public static ReplicaCounts of(Map<String, Integer> byDc) {
    SortedMap<String, Integer> sorted = new TreeMap<>(byDc);
    sorted.values().removeIf(count -> count == 0);
    return new ReplicaCounts(
        sorted.keySet().toArray(new String[0]),
        sorted.values().stream().mapToInt(Integer::intValue).toArray());
  }

  /** How many DCs have any. */
  int dcCount() {
    return dcs.length;
  }

  /** A DC that has any, by its place among them. */
  String dc(int place) {
    return dcs[place];
  }

  /** The place of a DC among those that have any; negative where it has none. */
  int placeOf(String dc) {
    return dc == null ? -1 : Arrays.binarySearch(dcs, dc);
  }

  /** How many the DC of a place has. */
  int at(int place) {
    return counts[place];
  }

  public int in(String dc) {
    int place = placeOf(dc);
    return place < 0 ? 0 : counts[place];
  }

  public int total() {
    int total = 0;
    for (int count : counts) {
      total += count;
    }
    return total;
  }

  /** One more in a DC. */
  public ReplicaCounts and(String dc) {
    int place = placeOf(dc);
    if (place >= 0) {
      int[] more = counts.clone();
      more[place]++;
      return new ReplicaCounts(dcs, more);
    }
    TreeMap<String, Integer> more = new TreeMap<>();
    for (int i = 0; i < dcs.length; i++) {
      more.put(dcs[i], counts[i]);
    }
    more.put(dc, 1);
    return of(more);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReplicaCounts that
        && Arrays.equals(dcs, that.dcs)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dcs) + Arrays.hashCode(counts);
  }

  /** As {@code {a=3, b=2}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < dcs.length; i++) {
      text.append(i == 0 ? "" : ", ").append(dcs[i]).append('=').append(counts[i]);
    }
    return text.append('}').toString();
  }
}
