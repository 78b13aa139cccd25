package io.atoll.replication;

import io.atoll.ring.Keyspace;

/**
 * Hears of replicas that lack a write which this node made, or may lack it. Called on the
 * coordinator's loop; returns at once and never fails, whatever becomes of it.
 */
@FunctionalInterface
public interface MissedWrites {
  /** Nobody remembers. */
  MissedWrites NONE = (keyspace, token, key, member) -> {};

  /**
   * A replica is not known to have on disk what this node has made of a key.
   *
   * @param member its number
   */
  void missed(Keyspace keyspace, long token, byte[] key, int member);
}
