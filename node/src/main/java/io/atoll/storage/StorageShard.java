package io.atoll.storage;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.MissingRange;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One shard's keys. Every method is called on the shard's loop ({@link StorageEngine#loopOf}) only,
 * and every future completes there.
 *
 * <p>Nothing is shown before it is certain to survive a power loss, or, where the writer asked for
 * less ({@link Durability#BUFFERED}), the end of the process. A key's newest state may be
 * <em>pending</em>: on its way to the log. {@link #update} builds on pending states, {@link #get}
 * waits for them, {@link #scan} shows the last acknowledged state instead. When the log fails,
 * pending states are undone as if they had never been, and their futures fail with a {@link
 * StorageException}; whether they come back after a restart is open, as with any write whose
 * outcome is unknown.
 *
 * <p>What damage has destroyed is not reported as absent: where a state may be missing, reads and
 * updates fail with {@link StorageException.Reason#DAMAGED} until {@link #repaired} says that the
 * range is whole again. A key that is {@link #put} meanwhile can be read, until its table is
 * compacted with the damaged one: after that it is no longer known to be newer than the loss.
 *
 * <p>When writes come faster than they can be flushed and compacted, they are delayed more and
 * more, up to 64 ms, and then refused.
 *
 * <p>What keyspaces have a negative number here is no keyspace of the cluster: hints have spaces of
 * their own, numbered so.
 *
 * <p>For repair and the transfer of arcs there are {@link #put}, {@link #scan}, {@link #estimate},
 * {@link #ingest}, {@link #missingRanges}, {@link #repaired}, {@link #flush} and {@link
 * Durability#BUFFERED}; nothing in service uses them yet.
 *
 * <p>Byte arrays that go in belong to the engine until the future completes and must not be changed
 * before; those that come out belong to the caller, except that of a pending state.
 */
public interface StorageShard {
  /** The longest key in bytes. */
  int MAX_KEY_BYTES = 65_535;

  /**
   * The longest value in bytes: much more than a client may write, since replicas merge the
   * siblings that each of them took.
   */
  int MAX_VALUE_BYTES = 64 * 1024 * 1024;

  /**
   * The acknowledged value of a key, null when there is none. The future is complete already unless
   * the key's newest state is pending or has to be waited for at the disk.
   */
  Future<byte[]> get(StorageKey key);

  /** {@link #update(StorageKey, Durability, UnaryOperator)}, answered when synced. */
  default Future<byte[]> update(StorageKey key, UnaryOperator<byte[]> change) {
    return update(key, Durability.SYNCED, change);
  }

  /**
   * Changes one key. Unless the update is refused or the key's state cannot be read, {@code change}
   * is called exactly once with the newest state, pending or not (null when absent), so updates of
   * one key apply in the order of the calls. It is called within this call when memory holds the
   * state, and otherwise when it has been read. It returns the new value, null to remove the key,
   * or the same reference for "nothing to write". What it throws is what the update fails with,
   * unless it is fatal.
   *
   * <p>What {@code change} returned must not leave the node before the future succeeds: should the
   * log fail, it never happened, and the next update starts from the state before it.
   *
   * @return completes with the new value once it is acknowledged, when nothing had to be written as
   *     its own writer asked for; fails with a {@link StorageException} when the write was refused
   *     or the log failed
   */
  Future<byte[]> update(StorageKey key, Durability durability, UnaryOperator<byte[]> change);

  /**
   * Sets a key whatever its state is, in order with its updates: nothing has to be read for it, but
   * for a {@link ShardListener}.
   *
   * @param value null removes the key
   * @return completes with the value once it is acknowledged; fails like {@link #update}
   */
  Future<byte[]> put(StorageKey key, Durability durability, byte[] value);

  /**
   * Visits the acknowledged entries of a range in ascending order, as they were at this call, until
   * the visitor has had enough. It is called within this call and in later tasks of the loop.
   *
   * @return where the visitor stopped, for {@link ScanRange#resumeAfter}, or null when it saw the
   *     whole range; fails with a {@link StorageException} when a part of it cannot be read
   */
  Future<StorageKey> scan(ScanRange range, ScanVisitor visitor);

  /**
   * Removes all keys of a range, pending ones included; later updates start anew, and those that
   * still wait for the disk fail with {@link StorageException.Reason#DROPPED}. Costs nothing per
   * key: the bytes go when the tables are compacted.
   *
   * @return completes once that is durable
   */
  Future<Void> dropRange(int keyspaceId, TokenRange tokens);

  /** Removes all keys of a keyspace from this shard. */
  default Future<Void> dropKeyspace(int keyspaceId) {
    return dropRange(keyspaceId, TokenRange.RING);
  }

  /**
   * The keyspaces of which it holds anything, in ascending order; some that were dropped may be
   * among them until their bytes are gone.
   */
  List<Integer> keyspaces();

  /** How much a range holds, roughly. */
  RangeEstimate estimate(int keyspaceId, TokenRange tokens);

  /**
   * Takes in a range from elsewhere as one finished table, past log and memtables. The range must
   * hold nothing when it begins; what is written to it meanwhile is newer than the table.
   */
  RangeIngest ingest(int keyspaceId, TokenRange tokens);

  /** Where states may be missing because of damage. */
  List<MissingRange> missingRanges();

  /**
   * Nothing is missing in a range any more: whoever says so has put back what replicas hold of it.
   *
   * @return completes once that is durable
   */
  Future<Void> repaired(int keyspaceId, TokenRange tokens);

  /**
   * Moves what memory holds now into tables.
   *
   * @return completes when it is there
   */
  Future<Void> flush();
}
