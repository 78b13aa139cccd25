package io.atoll.storage;

/** Gives each shard of a data directory who hears of its changes. */
@FunctionalInterface
public interface ShardListeners {
  /** Nobody hears of anything. */
  ShardListeners NONE = (shard, shards) -> ShardListener.NONE;

  /**
   * The listener of one shard; on the worker that opens the directory.
   *
   * @param shards how many there are
   */
  ShardListener of(int shard, int shards);
}
