package io.atoll.ring;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A named set of keys.
 *
 * @param id never reused in the cluster: a keyspace that is dropped and created again has another
 *     id and none of the old data
 * @param name 1 to 64 of {@code a-z 0-9 _ -}, starting with a letter
 * @param replication replicas per DC, 1 to {@link #MAX_FACTOR}, DCs with none left out; at least
 *     one DC; copied
 * @param read the level of a read that names none
 * @param write the level of a write that names none
 * @param readRepair whether the answer of a read waits for the repair of stale replicas
 */
public record Keyspace(
    int id,
    String name,
    SortedMap<String, Integer> replication,
    ConflictPolicy conflicts,
    ConsistencyLevel read,
    ConsistencyLevel write,
    ReadRepair readRepair) {
  /** The largest replication factor in one DC. */
  public static final int MAX_FACTOR = 16;

  /** The most replicas in all DCs together, so that a set of them is a mask of 64 bits. */
  public static final int MAX_REPLICAS = 64;

  /**
   * Checks every field.
   *
   * @throws IllegalArgumentException naming the field, its value and what would be right
   */
  public Keyspace {
    Names.checkKeyspace(name);
    if (id < 0) {
      throw new IllegalArgumentException(
          "id of keyspace %s is %d: must be 0 or more".formatted(name, id));
    }
    if (replication == null || replication.isEmpty()) {
      throw new IllegalArgumentException(
          "replication of keyspace %s names no dc: must name at least one, with a factor of 1 or more"
              .formatted(name));
    }
    for (Map.Entry<String, Integer> factor : replication.entrySet()) {
      Names.check("a dc in the replication of keyspace " + name, factor.getKey());
      if (factor.getValue() == null || factor.getValue() < 1 || factor.getValue() > MAX_FACTOR) {
        throw new IllegalArgumentException(
            "replication factor of keyspace %s in dc %s is %s: must be 1 to %d (leave the dc out for none)"
                .formatted(name, factor.getKey(), factor.getValue(), MAX_FACTOR));
      }
    }
    replication = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(replication)));
    if (sum(replication) > MAX_REPLICAS) {
      throw new IllegalArgumentException(
          "replication of keyspace %s is %s, %d replicas together: must be at most %d"
              .formatted(name, replication, sum(replication), MAX_REPLICAS));
    }
    Objects.requireNonNull(conflicts, "conflicts");
    checkLevel("read", name, read, replication);
    checkLevel("write", name, write, replication);
    Objects.requireNonNull(readRepair, "readRepair");
  }

  /** One whose reads wait for no repair. */
  public Keyspace(
      int id,
      String name,
      SortedMap<String, Integer> replication,
      ConflictPolicy conflicts,
      ConsistencyLevel read,
      ConsistencyLevel write) {
    this(id, name, replication, conflicts, read, write, ReadRepair.BACKGROUND);
  }

  /** Replicas in all DCs together. */
  public int replicas() {
    return sum(replication);
  }

  /** Replicas in one DC, 0 where it has none. */
  public int factor(String dc) {
    return replication.getOrDefault(dc, 0);
  }

  /** The same keyspace under another id. */
  Keyspace withId(int id) {
    return new Keyspace(id, name, replication, conflicts, read, write, readRepair);
  }

  /** The same keyspace whose reads repair otherwise. */
  public Keyspace with(ReadRepair other) {
    return new Keyspace(id, name, replication, conflicts, read, write, other);
  }

  private static void checkLevel(
      String field, String name, ConsistencyLevel level, SortedMap<String, Integer> replication) {
    if (level == null) {
      throw new IllegalArgumentException(
          "%s level of keyspace %s is missing".formatted(field, name));
    }
    if (level instanceof ConsistencyLevel.Count count && count.replicas() > sum(replication)) {
      throw new IllegalArgumentException(
          "%s level of keyspace %s is %d: it has only %d replicas"
              .formatted(field, name, count.replicas(), sum(replication)));
    }
  }

  private static int sum(SortedMap<String, Integer> replication) {
    int sum = 0;
    for (int factor : replication.values()) {
      sum += factor;
    }
    return sum;
  }
}
