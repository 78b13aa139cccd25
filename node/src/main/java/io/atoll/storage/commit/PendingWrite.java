package io.atoll.storage.commit;

import io.atoll.ring.TokenRange;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import io.atoll.storage.log.EntryCodec;
import io.atoll.storage.log.FrameBuffer;
import io.atoll.storage.log.StateWeight;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One change of one shard on its way through the log: made on the shard's loop, written by the
 * worker, and back on the loop, made visible or undone. It is its own queue entry, so a write costs
 * this object and its promise.
 */
public final class PendingWrite {
  /** What a pending write costs beside its key and states, roughly. */
  private static final int OVERHEAD_BYTES = 128;

  final CommitShard shard;

  /** Null when a range is dropped. */
  public final StorageKey key;

  public final int keyspaceId;

  /** The range that is dropped; null when a key is changed. */
  public final TokenRange dropped;

  /** The new value; null when the key or the range is removed. */
  public final byte[] value;

  /** The {@link StateWeight} of the state that it replaces; the log keeps it. */
  public final long before;

  /** How often the log had failed when this was made: a change made before a failure is void. */
  final int epoch;

  /** Whether it may be acknowledged before it is synced. */
  final boolean buffered;

  /** How many writes are in the queue up to this one; used by the queue. */
  int depth;

  /** The next write of one batch and loop; used by whoever holds the batch. */
  PendingWrite next;

  /** The next write of a hash chain; used by the shard's {@link PendingWrites}. */
  PendingWrite nextOfChain;

  private final Promise<byte[]> promise = Promise.promise();

  private PendingWrite(
      CommitShard shard,
      StorageKey key,
      int keyspaceId,
      TokenRange dropped,
      long before,
      byte[] value,
      int epoch,
      boolean buffered) {
    this.shard = shard;
    this.key = key;
    this.keyspaceId = keyspaceId;
    this.dropped = dropped;
    this.before = before;
    this.value = value;
    this.epoch = epoch;
    this.buffered = buffered;
  }

  /** A change that is acknowledged when it is synced. */
  public static PendingWrite change(
      CommitShard shard, StorageKey key, long before, byte[] value, int epoch) {
    return new PendingWrite(shard, key, key.keyspaceId(), null, before, value, epoch, false);
  }

  /** A change that is acknowledged when it is written, and synced soon after. */
  public static PendingWrite buffered(
      CommitShard shard, StorageKey key, long before, byte[] value, int epoch) {
    return new PendingWrite(shard, key, key.keyspaceId(), null, before, value, epoch, true);
  }

  /** Drops a range of a keyspace. */
  public static PendingWrite drop(CommitShard shard, int keyspaceId, TokenRange tokens, int epoch) {
    return new PendingWrite(
        shard, null, keyspaceId, tokens, StateWeight.UNKNOWN, null, epoch, false);
  }

  public boolean isDrop() {
    return dropped != null;
  }

  /** Whether a drop is of a range with a key in it. */
  public boolean covers(StorageKey other) {
    return keyspaceId == other.keyspaceId() && dropped.contains(other.token());
  }

  long bytes() {
    return (long) OVERHEAD_BYTES
        + (key == null ? 0 : key.key().length)
        + (value == null ? 0 : value.length);
  }

  /** Completes with the value once it is durable. */
  public Future<byte[]> future() {
    return promise.future();
  }

  void succeed() {
    promise.complete(value);
  }

  void fail(StorageException cause) {
    promise.fail(cause);
  }

  void encode(FrameBuffer frame) {
    if (isDrop()) {
      EntryCodec.dropRange(frame, shard.number(), keyspaceId, dropped);
    } else if (value == null) {
      EntryCodec.remove(frame, shard.number(), keyspaceId, key.token(), key.key(), before);
    } else {
      EntryCodec.put(frame, shard.number(), keyspaceId, key.token(), key.key(), before, value);
    }
  }
}
