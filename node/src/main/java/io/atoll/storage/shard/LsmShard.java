package io.atoll.storage.shard;

import io.atoll.env.FatalError;
import io.atoll.env.Invariant;
import io.atoll.env.Loop;
import io.atoll.ring.TokenRange;
import io.atoll.storage.Durability;
import io.atoll.storage.RangeEstimate;
import io.atoll.storage.RangeIngest;
import io.atoll.storage.ScanRange;
import io.atoll.storage.ScanVisitor;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageShard;
import io.atoll.storage.commit.CommitShard;
import io.atoll.storage.commit.GroupCommit;
import io.atoll.storage.commit.PendingWrite;
import io.atoll.storage.commit.PendingWrites;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.log.StateWeight;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.read.Lookup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One shard: its writes on their way through the log, its memtables and tables. Belongs to its
 * loop.
 *
 * <p>What is acknowledged and what is pending are kept apart: memtables have only what the log has,
 * {@link PendingWrites} the newest state of each key that it has not yet. A write is promoted from
 * one to the other when the worker reports it, in the order of the log. When the log fails, all
 * pending states are dropped at once, whichever batch they were in, since a later one may have been
 * computed from an earlier one that failed. Writes that were under way at that moment carry the
 * epoch before it, by which the worker refuses them; new ones carry the next epoch.
 *
 * <p>A change whose key has to be read from the disk first waits in {@link Deferrals}, and with it
 * all later changes of that key.
 */
public final class LsmShard implements StorageShard, CommitShard {
  /** What a deferred change costs, roughly. */
  private static final int DEFERRED_BYTES = 256;

  private static final Future<byte[]> ABSENT = Future.succeededFuture();

  private final int number;
  private final Loop loop;
  private final GroupCommit log;
  private final StorageSettings settings;
  private final ShardStore store;
  private final PendingWrites pending = new PendingWrites();
  private final Deferrals deferrals = new Deferrals();
  private final Lookup lookup;
  private final ListenedWrites listened;
  private int epoch;

  /** Why writes are refused, or null. */
  private StorageException refusal;

  private boolean closed;

  public LsmShard(
      int number, Loop loop, GroupCommit log, StorageSettings settings, ShardStore store) {
    this.number = number;
    this.loop = loop;
    this.log = log;
    this.settings = settings;
    this.store = store;
    this.lookup = store.newLookup();
    this.listened = new ListenedWrites(store, lookup);
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Future<byte[]> get(StorageKey key) {
    checkLoop();
    PendingWrite newest = pending.newest(key);
    return newest == null ? read(key) : newest.future().recover(undone -> get(key));
  }

  @Override
  public Future<byte[]> update(
      StorageKey key, Durability durability, UnaryOperator<byte[]> change) {
    checkLoop();
    StorageException refused = refusal(key);
    if (refused != null) {
      return Future.failedFuture(refused);
    }
    if (deferrals.holds(key)) {
      return defer(key, durability, change);
    }
    PendingWrite newest = pending.newest(key);
    if (newest != null) {
      return apply(key, durability, change, newest.value);
    }
    return switch (lookup.find(key)) {
      case PRESENT -> apply(key, durability, change, lookup.value());
      case ABSENT -> apply(key, durability, change, null);
      case FAILED -> Future.failedFuture(lookup.failure());
      case WAITING -> {
        Promise<byte[]> state = Promise.promise();
        lookup.await(key, state);
        Future<byte[]> applied = defer(key, durability, change);
        state.future().onComplete(read -> release(key, read));
        yield applied;
      }
    };
  }

  @Override
  public Future<byte[]> put(StorageKey key, Durability durability, byte[] value) {
    checkLoop();
    StorageException refused = refusal(key);
    if (refused != null) {
      return Future.failedFuture(refused);
    }
    if (deferrals.holds(key)) {
      return deferPut(key, durability, value);
    }
    return listened.areHeard()
        ? putTelling(key, durability, value)
        : write(key, durability, StateWeight.UNKNOWN, value);
  }

  @Override
  public Future<StorageKey> scan(ScanRange range, ScanVisitor visitor) {
    checkLoop();
    return store.scan(range, visitor);
  }

  @Override
  public Future<Void> dropRange(int keyspaceId, TokenRange tokens) {
    checkLoop();
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    if (!pending.takesDrop()) {
      return Future.failedFuture(
          new StorageException(
              Reason.OVERLOADED,
              "%d dropped ranges wait for the disk: try again later"
                  .formatted(PendingWrites.MAX_DROPS)));
    }
    PendingWrite drop = PendingWrite.drop(this, keyspaceId, tokens, epoch);
    deferrals.refuse(
        drop::covers,
        new StorageException(Reason.DROPPED, "the range of the key was dropped meanwhile"));
    return submit(drop).mapEmpty();
  }

  @Override
  public List<Integer> keyspaces() {
    checkLoop();
    return store.keyspaces();
  }

  @Override
  public RangeEstimate estimate(int keyspaceId, TokenRange tokens) {
    checkLoop();
    return store.estimate(keyspaceId, tokens);
  }

  @Override
  public RangeIngest ingest(int keyspaceId, TokenRange tokens) {
    checkLoop();
    return store.ingest(keyspaceId, tokens);
  }

  @Override
  public List<MissingRange> missingRanges() {
    checkLoop();
    return store.missingRanges();
  }

  @Override
  public Future<Void> repaired(int keyspaceId, TokenRange tokens) {
    checkLoop();
    return store.repaired(keyspaceId, tokens);
  }

  @Override
  public Future<Void> flush() {
    checkLoop();
    return store.flush();
  }

  /** What it holds, for the engine. */
  public ShardStore store() {
    return store;
  }

  @Override
  public void promote(PendingWrite write) {
    if (listened.areHeard()) {
      long before = listened.before(write);
      show(write);
      listened.promoted(write, before);
    } else {
      show(write);
    }
  }

  private void show(PendingWrite write) {
    if (write.isDrop()) {
      store.drop(write.keyspaceId, write.dropped);
    } else {
      store.put(write.key, write.value);
    }
    pending.remove(write);
  }

  @Override
  public void committedTo(LogPosition end) {
    store.committedTo(end, pending.bytes());
  }

  @Override
  public void discard(PendingWrite write) {
    listened.returned(write);
    pending.remove(write);
    store.waiting(pending.bytes());
  }

  @Override
  public void logFailed(int newEpoch, StorageException cause) {
    epoch = newEpoch;
    pending.undo();
    listened.logFailed();
    if (!closed) {
      refusal = cause;
    }
  }

  @Override
  public void logRecovered(int currentEpoch) {
    if (!closed && epoch == currentEpoch) {
      refusal = null;
      listened.logRecovered();
    }
  }

  /** Nothing is read, flushed or compacted any more. */
  public void close() {
    store.close();
  }

  /** Refuses writes for good. */
  public void refuseWrites() {
    closed = true;
    refusal = new StorageException(Reason.CLOSED, "the storage engine is closed");
    deferrals.refuse(key -> true, refusal);
  }

  private Future<byte[]> read(StorageKey key) {
    return switch (lookup.find(key)) {
      case PRESENT -> Future.succeededFuture(lookup.value());
      case ABSENT -> ABSENT;
      case FAILED -> Future.failedFuture(lookup.failure());
      case WAITING -> {
        Promise<byte[]> found = Promise.promise();
        lookup.await(key, found);
        yield found.future();
      }
    };
  }

  /** The state of a key has come: its changes have their turns. */
  private void release(StorageKey key, io.vertx.core.AsyncResult<byte[]> read) {
    if (read.failed()) {
      deferrals.release(key, (StorageException) read.cause(), null);
    } else {
      deferrals.release(key, null, read.result());
    }
  }

  private Future<byte[]> defer(
      StorageKey key, Durability durability, UnaryOperator<byte[]> change) {
    Promise<byte[]> promise = Promise.promise();
    deferrals.add(
        key,
        (cause, durable) -> {
          StorageException refused = cause != null ? cause : refusal();
          if (refused != null) {
            promise.fail(refused);
            return;
          }
          PendingWrite newest = pending.newest(key);
          byte[] before = newest == null ? durable : newest.value;
          apply(key, durability, change, before).onComplete(promise);
        });
    return promise.future();
  }

  private Future<byte[]> apply(
      StorageKey key, Durability durability, UnaryOperator<byte[]> change, byte[] before) {
    byte[] after;
    try {
      after = change.apply(before);
    } catch (Throwable e) {
      FatalError.passOn(e);
      return Future.failedFuture(e);
    }
    if (isSame(after, before)) {
      PendingWrite newest = pending.newest(key);
      return newest == null ? Future.succeededFuture(after) : newest.future();
    }
    return write(key, durability, listened.weigh(key, before), after);
  }

  /** Sets a key of which a listener wants to know what it was. */
  private Future<byte[]> putTelling(StorageKey key, Durability durability, byte[] value) {
    PendingWrite newest = pending.newest(key);
    if (newest != null) {
      return write(key, durability, listened.weigh(key, newest.value), value);
    }
    return switch (lookup.find(key)) {
      case PRESENT -> write(key, durability, listened.weigh(key, lookup.value()), value);
      case ABSENT -> write(key, durability, StateWeight.NONE, value);
      case FAILED -> write(key, durability, StateWeight.UNKNOWN, value);
      case WAITING -> {
        Promise<byte[]> state = Promise.promise();
        lookup.await(key, state);
        Future<byte[]> put = deferPut(key, durability, value);
        state.future().onComplete(read -> release(key, read));
        yield put;
      }
    };
  }

  /** A put behind changes that wait for the key's state; it goes on without, if that must be. */
  private Future<byte[]> deferPut(StorageKey key, Durability durability, byte[] value) {
    Promise<byte[]> promise = Promise.promise();
    deferrals.add(
        key,
        (cause, durable) -> {
          boolean isRead = cause == null;
          StorageException refused = isRead || isOfRead(cause) ? refusal() : cause;
          if (refused != null) {
            promise.fail(refused);
            return;
          }
          PendingWrite newest = pending.newest(key);
          long before =
              newest == null && !isRead
                  ? StateWeight.UNKNOWN
                  : listened.weigh(key, newest == null ? durable : newest.value);
          write(key, durability, before, value).onComplete(promise);
        });
    return promise.future();
  }

  private static boolean isOfRead(StorageException cause) {
    return cause.reason() == Reason.DAMAGED || cause.reason() == Reason.NOT_ACCESSIBLE;
  }

  /**
   * @param before what the newest state weighs
   */
  private Future<byte[]> write(StorageKey key, Durability durability, long before, byte[] value) {
    if (value != null && value.length > MAX_VALUE_BYTES) {
      return Future.failedFuture(tooLarge("value of " + value.length + " bytes", MAX_VALUE_BYTES));
    }
    return submit(
        durability == Durability.BUFFERED
            ? PendingWrite.buffered(this, key, before, value, epoch)
            : PendingWrite.change(this, key, before, value, epoch));
  }

  private Future<byte[]> submit(PendingWrite write) {
    pending.add(write);
    store.waiting(pending.bytes());
    if (listened.areHeard()) {
      listened.submitted(write);
    }
    log.submit(write);
    int delayMs = store.writeDelayMs();
    return delayMs == 0 ? write.future() : delayed(write.future(), delayMs);
  }

  private Future<byte[]> delayed(Future<byte[]> outcome, int delayMs) {
    Promise<byte[]> later = Promise.promise();
    outcome.onComplete(result -> loop.after(delayMs, () -> later.handle(result)));
    return later.future();
  }

  @SuppressWarnings("ReferenceEquality") // the caller says "nothing to write" by the reference
  private static boolean isSame(byte[] after, byte[] before) {
    return after == before;
  }

  private StorageException refusal(StorageKey key) {
    if (refusal != null) {
      return refusal;
    }
    if (key.key().length > MAX_KEY_BYTES) {
      return tooLarge("key of " + key.key().length + " bytes", MAX_KEY_BYTES);
    }
    if (pending.bytes() + (long) deferrals.count() * DEFERRED_BYTES
        >= settings.shards().pendingLimitBytes()) {
      return new StorageException(
          Reason.OVERLOADED,
          "writes that wait for the disk exceed pendingLimitBytes = %d of a shard: try again later"
              .formatted(settings.shards().pendingLimitBytes()));
    }
    return store.refusal();
  }

  /** Why what was let in before, and has waited since for its key, is refused; or null. */
  private StorageException refusal() {
    return refusal != null ? refusal : store.refusal();
  }

  private static StorageException tooLarge(String what, int limit) {
    return new StorageException(
        Reason.TOO_LARGE, "a " + what + " is longer than the limit of " + limit);
  }

  private void checkLoop() {
    Invariant.check(loop.isCurrent(), "a shard is called on its own loop only");
  }
}
