package io.atoll.client;

import io.atoll.client.engine.Engine;
import io.atoll.wire.ClusterView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What all keyspaces of one client share. Callable from any thread.
 *
 * @param nanos a clock for differences
 * @param callbacks where codecs, resolvers and what waits for a stage run
 * @param timeoutMs of requests that name none
 * @param hedged whether reads that do not say so are hedged
 * @param writeBacks merged values being written back
 * @param batches what the requests of all batches pass through
 * @param onLoop whether the calling thread is an event loop of the client
 */
record ClientCore(
    Engine engine,
    LongSupplier nanos,
    Executor callbacks,
    Meters meters,
    int timeoutMs,
    boolean hedged,
    AtomicInteger writeBacks,
    BatchLane batches,
    BooleanSupplier onLoop) {
  private static final int MAX_WRITE_BACKS = 256;

  /** A result to come. */
  <T> CompletableFuture<T> stage() {
    return new Stage<>(onLoop);
  }

  /** What a request may take. */
  int timeoutMs(Duration wanted) {
    return wanted == null ? timeoutMs : (int) wanted.toMillis();
  }

  /** Runs what tells the application. */
  void tell(Runnable task) {
    tell(callbacks, task);
  }

  /** Runs what tells the application. What its executor refuses runs here: nothing is lost. */
  static void tell(Executor callbacks, Runnable task) {
    try {
      callbacks.execute(task);
    } catch (RejectedExecutionException refused) {
      task.run();
    }
  }

  /** Whether one more merged value may be written back; then {@link #writeBackEnded} follows. */
  boolean beginWriteBack() {
    if (writeBacks.incrementAndGet() <= MAX_WRITE_BACKS) {
      return true;
    }
    writeBacks.decrementAndGet();
    return false;
  }

  void writeBackEnded() {
    writeBacks.decrementAndGet();
  }

  /** Whether the last writer wins in a keyspace; true where that is not known. */
  boolean lastWriterWins(String keyspace) {
    ClusterView view = engine.view();
    ClusterView.KeyspaceView known = view == null ? null : view.keyspaces().get(keyspace);
    return known == null || known.lastWriterWins();
  }
}
