package io.atoll.ring;

import java.util.SortedMap;

/**
 * A named set of keys.
 *
 * @param id unique for the cluster's life: a keyspace that is dropped and created again has another
 *     id and none of the old data
 * @param name 1 to 64 of {@code a-z 0-9 _ -}, starting with a letter
 * @param replication replicas per DC, 0 left out; at least one DC
 * @param read the level of a read that names none
 * @param write the level of a write that names none
 */
public record Keyspace(
    int id,
    String name,
    SortedMap<String, Integer> replication,
    ConflictPolicy conflicts,
    ConsistencyLevel read,
    ConsistencyLevel write) {
  /** Replicas in all DCs together. */
  public int replicas() {
    return replication.values().stream().mapToInt(Integer::intValue).sum();
  }
}
