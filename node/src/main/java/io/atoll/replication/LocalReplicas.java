package io.atoll.replication;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.ring.Keyspace;
import io.vertx.core.Future;

/**
 * The replicas that this node itself holds, on whatever shard. Called and calling back on one loop.
 */
public interface LocalReplicas {
  /** The durable state of a key, {@link Siblings#EMPTY} when it was never written. */
  Future<Siblings> read(Keyspace keyspace, long token, byte[] key);

  /** What {@link #read} answers, encoded: for who only passes it on. */
  Future<byte[]> readEncoded(Keyspace keyspace, long token, byte[] key);

  /** Merges a state into the replica's own; completes when the result is on disk. */
  Future<Merged> merge(Keyspace keyspace, long token, byte[] key, Siblings theirs);

  /** Makes a write event on this replica. */
  void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener);

  /**
   * Makes a write event again, for a write that lost.
   *
   * @param write with the context that the client was to get, so that it supersedes the first
   * @param listener told that it is {@code overtaken} where {@link Raise#fits} forbids it
   */
  void rewrite(
      Keyspace keyspace, long token, WriteRequest write, Raise raise, WriteListener listener);

  /**
   * Who asked for a write. {@code made} comes first, then {@code durable}; or {@code failed}
   * instead of either.
   */
  interface WriteListener {
    /**
     * The key's new state, which is not on this disk yet but may be sent to other replicas.
     *
     * @param clientContext what the client that wrote it has seen now
     */
    void made(Siblings state, CausalContext clientContext);

    /** The state is on disk. */
    void durable();

    /** The storage refused. */
    void failed(RequestFailure failure);

    /**
     * Instead of everything else, for a write that was to be made again: it was not.
     *
     * @param newer what the replica holds, on disk, which is later than what the write lost to
     */
    default void overtaken(Siblings newer) {}
  }
}
