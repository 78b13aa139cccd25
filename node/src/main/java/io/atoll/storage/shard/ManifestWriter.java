package io.atoll.storage.shard;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.Worker;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.ShardState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes the changes of one shard's state durable, in the order in which they are made; what is
 * asked while one is written goes into the next write together. A write that fails is tried again
 * until it succeeds: each one replaces the whole file, so nothing in doubt is built upon. Belongs
 * to the shard's loop.
 */
final class ManifestWriter {
  private final ManifestFile file;
  private final Worker worker;
  private final Loop loop;
  private final long retryMs;
  private final Runnable shown;

  /** With all changes that were asked for. */
  private ShardState newest;

  /** What the disk is certain to hold. */
  private ShardState durable;

  private List<Asked> asked = new ArrayList<>();
  private boolean writing;
  private boolean stopped;
  private IOException failure;

  /**
   * One change that was asked for.
   *
   * @param told runs once it can be seen
   * @param promise completes behind it
   */
  private record Asked(Runnable told, Promise<Void> promise) {}

  /**
   * @param worker where the file is written
   * @param shown called when {@link #durable} has changed, before those who asked for it hear of it
   */
  ManifestWriter(
      ManifestFile file,
      ShardState durable,
      Worker worker,
      Loop loop,
      long retryMs,
      Runnable shown) {
    this.file = file;
    this.newest = durable;
    this.durable = durable;
    this.worker = worker;
    this.loop = loop;
    this.retryMs = retryMs;
    this.shown = shown;
  }

  /** What the disk is certain to hold: what readers may be shown. */
  ShardState durable() {
    return durable;
  }

  /** What it will hold once everything that was asked is done. */
  ShardState newest() {
    return newest;
  }

  /** Why the last attempt failed; null when it did not. */
  IOException failure() {
    return failure;
  }

  /**
   * Changes the state.
   *
   * @param change from what {@link #newest} is when this is called
   * @param told runs on the loop once {@link #durable} has it, in the order of the changes, before
   *     anybody's future completes
   * @return succeeds then
   */
  Future<Void> change(UnaryOperator<ShardState> change, Runnable told) {
    if (stopped) {
      return Future.failedFuture(closed());
    }
    newest = change.apply(newest);
    Promise<Void> promise = Promise.promise();
    asked.add(new Asked(told, promise));
    if (!writing) {
      writing = true;
      write();
    }
    return promise.future();
  }

  /** Nothing is written any more, but for what the worker has already. */
  void stop() {
    stopped = true;
    List<Asked> disappointed = asked;
    asked = new ArrayList<>();
    disappointed.forEach(each -> each.promise.fail(closed()));
  }

  private static StorageException closed() {
    return new StorageException(Reason.CLOSED, "the storage engine is closed");
  }

  private void write() {
    ShardState state = newest;
    List<Asked> covered = asked;
    asked = new ArrayList<>();
    attempt(state, covered);
  }

  private void attempt(ShardState state, List<Asked> covered) {
    worker.execute(
        () -> {
          try {
            file.replace(state);
            loop.execute(() -> written(state, covered));
          } catch (Throwable e) {
            IOException cause = FatalError.asFailure(e);
            loop.execute(() -> failed(cause, state, covered));
          }
        });
  }

  private void failed(IOException e, ShardState state, List<Asked> covered) {
    failure = e;
    loop.after(
        retryMs,
        () -> {
          if (stopped) {
            covered.forEach(each -> each.promise.fail(closed()));
          } else {
            attempt(state, covered);
          }
        });
  }

  private void written(ShardState state, List<Asked> covered) {
    failure = null;
    durable = state;
    shown.run();
    covered.forEach(each -> each.told.run());
    covered.forEach(each -> each.promise.complete());
    if (asked.isEmpty() || stopped) {
      writing = false;
    } else {
      write();
    }
  }
}
