package io.atoll.storage;

import io.atoll.env.Loop;
import io.vertx.core.Future;
import java.util.random.RandomGenerator;

/**
 * Everything that a node stores of its keys, in one data directory, cut into shards. The number of
 * shards is fixed when the directory is created; each shard lives on one loop, and the number of
 * loops may change between starts.
 *
 * <p>The methods of this interface may be called from any thread, those of a {@link StorageShard}
 * on its loop only.
 */
public interface StorageEngine {
  /**
   * Which incarnation of the node this is, 1 or more: a start after a stop that was not clean has
   * the next one. It was made durable before the engine opened. A run in which the log failed never
   * stops cleanly: what was undone then may have been seen by others, under dots of this
   * generation.
   *
   * <p>It is known from this directory alone. Whether it is the newest that the node ever had is
   * for others to say: they {@link #renew} it where it is not.
   */
  int generation();

  /**
   * Takes another generation, durably, and goes on under it: the next start after a clean stop has
   * it too.
   *
   * @param generation one that no run of the node ever had, 1 or more
   * @return completes on loop 0; fails with a {@link StorageException}, the generation unchanged
   */
  Future<Void> renew(int generation);

  /**
   * A generation for {@link #renew}: far above those that are counted up to, and with room to count
   * on from it. That two draws of one node meet is a matter of one in a thousand million.
   */
  static int drawGeneration(RandomGenerator random) {
    return random.nextInt(1 << 20, Integer.MAX_VALUE - (1 << 20));
  }

  /** How many shards there are. */
  int shardCount();

  /**
   * Which shard holds a partition.
   *
   * @param partition 0 or more
   */
  int shardOf(int partition);

  /**
   * One shard.
   *
   * @param shard 0 to {@link #shardCount()} - 1
   */
  StorageShard shard(int shard);

  /** The loop on which a shard must be called. */
  Loop loopOf(int shard);

  /** What the engine did and holds; each number is right by itself, not all at one moment. */
  StorageStats stats();

  /**
   * Makes a data directory out of hard links, {@code snapshots/NAME} in this one, that holds what
   * each shard has now; writing goes on meanwhile. Opened as a data directory, a copy of it serves
   * as another generation of the same node, of its own, so that no name of a write is used twice,
   * wherever this directory goes on being used.
   *
   * <p>For backups; nothing in service uses it yet.
   *
   * @param name 1 to 64 letters, digits, dots, dashes or underscores
   * @return completes on loop 0 when it is durable; fails with a {@link StorageException}
   */
  Future<Void> snapshot(String name);

  /**
   * Stops: refuses new writes, waits for those under way, marks the directory as cleanly closed,
   * releases its lock. Nothing can be read afterwards. The workers are left to their owner.
   *
   * @return completes on loop 0; fails when the directory could not be marked, which only costs a
   *     generation
   */
  Future<Void> close();
}
