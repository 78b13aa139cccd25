package io.atoll.storage;

import io.vertx.core.Future;
import java.util.function.UnaryOperator;

/**
 * One shard's keys. Every method is called on the shard's loop ({@link StorageEngine#loopOf}) only,
 * and every future completes there.
 *
 * <p>Nothing is shown before it is certain to survive a power loss. A key's newest state may be
 * <em>pending</em>: written to the log, not yet synced. {@link #update} builds on pending states,
 * {@link #get} waits for them, {@link #scan} shows the last durable state instead. When the log
 * fails, pending states are undone as if they had never been, and their futures fail with a {@link
 * StorageException}; whether they come back after a restart is open, as with any write whose
 * outcome is unknown.
 *
 * <p>Byte arrays that go in or come out belong to the engine and must not be changed.
 */
public interface StorageShard {
  /** The longest key in bytes. */
  int MAX_KEY_BYTES = 65_535;

  /** The longest value in bytes. */
  int MAX_VALUE_BYTES = 16 * 1024 * 1024;

  /**
   * The durable value of a key, null when there is none. The future is complete already unless the
   * key's newest state is pending or has to be read from the disk.
   */
  Future<byte[]> get(StorageKey key);

  /**
   * Changes one key. Unless the update is refused beforehand, {@code change} is called exactly
   * once, within this call, with the newest state, pending or not (null when absent), so updates of
   * one key apply in the order of the calls. It returns the new value, null to remove the key, or
   * the same reference for "nothing to write".
   *
   * <p>What {@code change} returned must not leave the node before the future succeeds: should the
   * log fail, it never happened, and the next update starts from the state before it.
   *
   * @return completes with the new value once it is durable, also when nothing had to be written;
   *     fails with a {@link StorageException} when the write was refused or the log failed
   */
  Future<byte[]> update(StorageKey key, UnaryOperator<byte[]> change);

  /**
   * Visits the durable entries of a range in ascending order, until the visitor has had enough.
   *
   * @return where the visitor stopped, for {@link ScanRange#resumeAfter}, or null when it saw the
   *     whole range
   */
  Future<StorageKey> scan(ScanRange range, ScanVisitor visitor);

  /**
   * Removes all keys of a keyspace from this shard, pending ones included; later updates start
   * anew.
   *
   * @return completes once that is durable
   */
  Future<Void> dropKeyspace(int keyspaceId);

  /** How many keys are durable here. */
  long keys();

  /** Bytes of those keys and their values. */
  long bytes();
}
