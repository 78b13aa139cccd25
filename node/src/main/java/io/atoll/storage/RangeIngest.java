package io.atoll.storage;

import io.vertx.core.Future;

/**
 * A range on its way into a shard as one table; see {@link StorageShard#ingest}. Called on the
 * shard's loop. One that is not finished must be given up with {@link #cancel}.
 */
public interface RangeIngest {
  /**
   * Adds entries, in ascending order of token (unsigned) and key (unsigned bytes), all within the
   * range and behind those added before.
   *
   * @return succeeds when more may be added; fails with a {@link StorageException} when the order
   *     is wrong or the disk failed: then nothing of it will be there
   */
  Future<Void> add(Iterable<Entry> entries);

  /**
   * Puts the table in its place.
   *
   * @return succeeds once it is durable and visible; fails with a {@link StorageException}, and
   *     nothing of it is there, when the range was not empty or the disk failed
   */
  Future<Void> finish();

  /** Gives it up; nothing of it will be there. */
  Future<Void> cancel();

  /**
   * One entry.
   *
   * @param token of the key
   * @param key 1 byte or more
   * @param value the key's state
   */
  record Entry(long token, byte[] key, byte[] value) {}
}
