package io.atoll.storage.shard;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.Worker;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.memtable.Memtable;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.read.ShardMemory;
import io.atoll.storage.read.ShardMemory.Full;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the full memtables of one shard to tables, the oldest first, one at a time: a table for
 * each keyspace, synced with its name, then the manifest, then readers see it, and only then may
 * the log forget. What fails is tried again until it works, so that a disk that was full needs no
 * restart. Belongs to the shard's loop.
 */
final class ShardFlusher {
  private final Loop loop;
  private final Worker worker;
  private final MemtableWriter writer;
  private final long retryMs;
  private final ShardMemory memory;
  private final ShardTables tables;
  private final Listener listener;
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean running;
  private boolean stopped;

  /** Told on the loop what became of a flush. */
  interface Listener {
    /** A memtable is in tables. */
    void flushed(Full flushed, List<LiveTable> added);

    /** It could not be written and will be tried again. */
    void flushFailed(IOException cause);
  }

  private record Waiting(long sequence, Promise<Void> promise) {}

  ShardFlusher(
      Loop loop,
      Worker worker,
      MemtableWriter writer,
      long retryMs,
      ShardMemory memory,
      ShardTables tables,
      Listener listener) {
    this.loop = loop;
    this.worker = worker;
    this.writer = writer;
    this.retryMs = retryMs;
    this.memory = memory;
    this.tables = tables;
    this.listener = listener;
  }

  /** Begins nothing any more; whoever waits for a flush is told that the engine is closed. */
  void stop() {
    stopped = true;
    List<Waiting> disappointed = List.copyOf(waiting);
    waiting.clear();
    disappointed.forEach(each -> each.promise.fail(closed()));
  }

  /** Flushes what is full, unless that is under way. */
  void wake() {
    Full next = memory.oldestFull();
    if (!running && !stopped && next != null) {
      running = true;
      attempt(next);
    }
  }

  /** Succeeds when all memtables below a sequence number are in tables. */
  Future<Void> whenFlushedBelow(long sequence) {
    if (memory.oldestSequence() >= sequence) {
      return Future.succeededFuture();
    }
    if (stopped) {
      return Future.failedFuture(closed());
    }
    Waiting one = new Waiting(sequence, Promise.promise());
    waiting.add(one);
    return one.promise.future();
  }

  private void attempt(Full full) {
    worker.execute(
        () -> {
          try {
            List<LiveTable> written = writer.write(full.memtable());
            loop.execute(() -> written(full, written));
          } catch (Throwable e) {
            IOException failure = FatalError.asFailure(e);
            loop.execute(() -> failed(full, failure));
          }
        });
  }

  private void failed(Full full, IOException cause) {
    listener.flushFailed(cause);
    loop.after(
        retryMs,
        () -> {
          if (!stopped) {
            attempt(full);
          }
        });
  }

  private void written(Full full, List<LiveTable> written) {
    Memtable memtable = full.memtable();
    tables
        .change(
            state ->
                state.flushed(
                    written.stream().map(table -> table.meta).toList(),
                    memtable.rangeTombstones(),
                    full.upTo(),
                    memtable.sequence() + 1,
                    full.statement()),
            written)
        .onSuccess(
            durable -> {
              memory.flushed(full);
              running = false;
              listener.flushed(full, written);
              tell();
              wake();
            });
  }

  private static StorageException closed() {
    return new StorageException(Reason.CLOSED, "the storage engine is closed");
  }

  private void tell() {
    long oldest = memory.oldestSequence();
    List<Waiting> reached = waiting.stream().filter(each -> each.sequence <= oldest).toList();
    waiting.removeAll(reached);
    reached.forEach(each -> each.promise.complete());
  }
}
