package io.atoll.storage;

import io.atoll.env.Invariant;
import io.atoll.env.Loop;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.memtable.Memtable;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A shard whose durable state is all in memory. Belongs to its loop.
 *
 * <p>What is durable and what is pending are kept apart: {@link Memtable} has only what is synced,
 * {@link PendingWrites} the newest unsynced state of each key. A write is promoted from one to the
 * other when the worker reports its sync, in the order of the log. When the log fails, all pending
 * states are dropped at once, whichever batch they were in, since a later one may have been
 * computed from an earlier one that failed. Writes that were under way at that moment carry the
 * epoch before it, by which the worker refuses them; new ones carry the next epoch.
 */
final class MemtableShard implements StorageShard, CommitShard {
  private final int number;
  private final Loop loop;
  private final GroupCommit log;
  private final StorageSettings settings;
  private final Memtable durable;
  private final PendingWrites pending = new PendingWrites();
  private int epoch;

  /** Why writes are refused, or null. */
  private StorageException refusal;

  private boolean closed;
  private long publishedKeys;
  private long publishedBytes;

  MemtableShard(
      int number, Loop loop, GroupCommit log, StorageSettings settings, Memtable recovered) {
    this.number = number;
    this.loop = loop;
    this.log = log;
    this.settings = settings;
    this.durable = recovered;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Future<byte[]> get(StorageKey key) {
    checkLoop();
    PendingWrite newest = pending.newest(key);
    return newest == null
        ? Future.succeededFuture(durableValue(key))
        : newest.future().recover(undone -> get(key));
  }

  @Override
  public Future<byte[]> update(StorageKey key, UnaryOperator<byte[]> change) {
    checkLoop();
    StorageException refused = refusal(key);
    if (refused != null) {
      return Future.failedFuture(refused);
    }
    PendingWrite newest = pending.newest(key);
    byte[] before = newest == null ? durableValue(key) : newest.value;
    byte[] after = change.apply(before);
    if (isSame(after, before)) {
      return newest == null ? Future.succeededFuture(after) : newest.future();
    }
    if (after != null && after.length > MAX_VALUE_BYTES) {
      return Future.failedFuture(tooLarge("value of " + after.length + " bytes", MAX_VALUE_BYTES));
    }
    return submit(PendingWrite.change(this, key, after, epoch));
  }

  @Override
  public Future<StorageKey> scan(ScanRange range, ScanVisitor visitor) {
    checkLoop();
    AtomicReference<StorageKey> stopped = new AtomicReference<>();
    Memtable.Visitor guide =
        (token, key, value) -> {
          boolean goOn = visitor.visit(token, key, value);
          if (!goOn) {
            stopped.set(new StorageKey(range.keyspaceId(), token, key));
          }
          return goOn;
        };
    StorageKey after = range.after();
    if (after == null) {
      durable.scan(range.keyspaceId(), range.fromToken(), range.toTokenExclusive(), guide);
    } else {
      durable.scanAfter(
          range.keyspaceId(), after.token(), after.key(), range.toTokenExclusive(), guide);
    }
    return Future.succeededFuture(stopped.get());
  }

  @Override
  public Future<Void> dropKeyspace(int keyspaceId) {
    checkLoop();
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    return pending.takesDrop()
        ? submit(PendingWrite.drop(this, keyspaceId, 0, 0, epoch)).mapEmpty()
        : Future.failedFuture(
            new StorageException(
                Reason.OVERLOADED,
                "%d drops of a shard wait for the disk: try again later"
                    .formatted(PendingWrites.MAX_DROPS)));
  }

  @Override
  public long keys() {
    checkLoop();
    return durable.keys();
  }

  @Override
  public long bytes() {
    checkLoop();
    return durable.bytes();
  }

  @Override
  public void promote(PendingWrite write) {
    if (write.isDrop()) {
      durable.dropRange(write.keyspaceId, write.fromToken, write.toTokenExclusive);
    } else if (write.value == null) {
      durable.remove(write.keyspaceId, write.key.token(), write.key.key());
    } else {
      durable.put(write.keyspaceId, write.key.token(), write.key.key(), write.value);
    }
    pending.remove(write);
  }

  /** All that is durable is in memory, and the log has all of it. */
  @Override
  public void committedTo(LogPosition end) {}

  @Override
  public void publish(AtomicLong keys, AtomicLong bytes) {
    if (durable.keys() != publishedKeys) {
      keys.addAndGet(durable.keys() - publishedKeys);
      publishedKeys = durable.keys();
    }
    if (durable.bytes() != publishedBytes) {
      bytes.addAndGet(durable.bytes() - publishedBytes);
      publishedBytes = durable.bytes();
    }
  }

  @Override
  public void discard(PendingWrite write) {
    pending.remove(write);
  }

  @Override
  public void logFailed(int newEpoch, StorageException cause) {
    epoch = newEpoch;
    pending.undo();
    if (!closed) {
      refusal = cause;
    }
  }

  @Override
  public void logRecovered(int currentEpoch) {
    if (!closed && epoch == currentEpoch) {
      refusal = null;
    }
  }

  /** Refuses writes for good. */
  void close() {
    closed = true;
    refusal = new StorageException(Reason.CLOSED, "the storage engine is closed");
  }

  @SuppressWarnings("ReferenceEquality") // the caller says "nothing to write" by the reference
  private static boolean isSame(byte[] after, byte[] before) {
    return after == before;
  }

  private Future<byte[]> submit(PendingWrite write) {
    pending.add(write);
    log.submit(write);
    return write.future();
  }

  private byte[] durableValue(StorageKey key) {
    return durable.get(key.keyspaceId(), key.token(), key.key());
  }

  private StorageException refusal(StorageKey key) {
    if (refusal != null) {
      return refusal;
    }
    if (key.key().length > MAX_KEY_BYTES) {
      return tooLarge("key of " + key.key().length + " bytes", MAX_KEY_BYTES);
    }
    if (pending.bytes() >= settings.pendingLimitBytes()) {
      return new StorageException(
          Reason.OVERLOADED,
          "writes that wait for the disk exceed pendingLimitBytes = %d of a shard: try again later"
              .formatted(settings.pendingLimitBytes()));
    }
    if (log.memtableBytes() + pending.bytes() >= settings.memtableLimitBytes()) {
      return new StorageException(
          Reason.MEMTABLE_FULL,
          "keys and values in memory exceed memtableLimitBytes = %d: raise it, or drop a keyspace"
              .formatted(settings.memtableLimitBytes()));
    }
    return null;
  }

  private static StorageException tooLarge(String what, int limit) {
    return new StorageException(
        Reason.TOO_LARGE, "a " + what + " is longer than the limit of " + limit);
  }

  private void checkLoop() {
    Invariant.check(loop.isCurrent(), "a shard is called on its own loop only");
  }
}
