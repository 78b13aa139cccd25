package io.atoll.storage;

import io.atoll.storage.log.EntryCodec;
import io.atoll.storage.log.FrameBuffer;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One change of one shard on its way through the log: made on the shard's loop, written by the
 * worker, and back on the loop, made visible or undone. It is its own queue entry, so a write costs
 * this object and its promise.
 */
final class PendingWrite {
  /** What a pending write costs beside its key and value, roughly. */
  private static final int OVERHEAD_BYTES = 128;

  final MemtableShard shard;

  /** Null when a whole keyspace is dropped. */
  final StorageKey key;

  final int keyspaceId;

  /** The new value; null when the key or the keyspace is removed. */
  final byte[] value;

  /** How often the log had failed when this was made: a change made before a failure is void. */
  final int epoch;

  /** The next write of one batch and loop; used by whoever holds the batch. */
  PendingWrite next;

  private final Promise<byte[]> promise = Promise.promise();

  private PendingWrite(
      MemtableShard shard, StorageKey key, int keyspaceId, byte[] value, int epoch) {
    this.shard = shard;
    this.key = key;
    this.keyspaceId = keyspaceId;
    this.value = value;
    this.epoch = epoch;
  }

  static PendingWrite change(MemtableShard shard, StorageKey key, byte[] value, int epoch) {
    return new PendingWrite(shard, key, key.keyspaceId(), value, epoch);
  }

  static PendingWrite drop(MemtableShard shard, int keyspaceId, int epoch) {
    return new PendingWrite(shard, null, keyspaceId, null, epoch);
  }

  boolean isDrop() {
    return key == null;
  }

  long bytes() {
    return (long) OVERHEAD_BYTES
        + (key == null ? 0 : key.key().length)
        + (value == null ? 0 : value.length);
  }

  /** Completes with the value once it is durable. */
  Future<byte[]> future() {
    return promise.future();
  }

  void succeed() {
    promise.complete(value);
  }

  void fail(StorageException cause) {
    promise.fail(cause);
  }

  void encode(FrameBuffer frame) {
    if (key == null) {
      EntryCodec.dropKeyspace(frame, shard.number(), keyspaceId);
    } else if (value == null) {
      EntryCodec.remove(frame, shard.number(), keyspaceId, key.token(), key.key());
    } else {
      EntryCodec.put(frame, shard.number(), keyspaceId, key.token(), key.key(), value);
    }
  }
}
