package io.atoll.repair;

/**
 * An arc of a keyspace: what replicas have in common, compare and bring together.
 *
 * @param arc its number in the ring
 */
public record ArcId(int keyspaceId, int arc) implements Comparable<ArcId> {
  /** By keyspace, then by arc. */
  @Override
  public int compareTo(ArcId other) {
    int byKeyspace = Integer.compare(keyspaceId, other.keyspaceId);
    return byKeyspace != 0 ? byKeyspace : Integer.compare(arc, other.arc);
  }
}
