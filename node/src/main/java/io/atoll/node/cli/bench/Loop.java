package io.atoll.node.cli.bench;

import io.atoll.node.cli.bench.engine.Generator;
import io.atoll.node.cli.bench.engine.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An event loop of its own with a target and, one after the other, the generators that use it. Its
 * methods may be called from any thread.
 */
final class Loop implements AutoCloseable {
  private final Vertx vertx;
  private final Context context;
  private final Target target;
  private volatile Generator generator;
  private volatile boolean waking;
  private Promise<Void> done;

  private Loop(Vertx vertx, Context context, Target target) {
    this.vertx = vertx;
    this.context = context;
    this.target = target;
  }

  /** Blocks until it is there. */
  static Loop open(TargetFactory targets, int inFlight) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    Context context = vertx.getOrCreateContext();
    Promise<Target> target = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            target.complete(targets.open(vertx, inFlight));
          } catch (RuntimeException e) {
            target.fail(e);
          }
        });
    try {
      return new Loop(vertx, context, target.future().await());
    } catch (RuntimeException e) {
      vertx.close().await();
      throw e;
    }
  }

  /**
   * Makes a generator and lets it run.
   *
   * @return when it is done
   */
  Future<Void> begin(Function<Target, Generator> make) {
    Promise<Void> promise = Promise.promise();
    context.runOnContext(
        v -> {
          done = promise;
          generator = make.apply(target);
          pump();
        });
    return promise.future();
  }

  /** When {@link #wake} should be called next. */
  long nextWakeNs(long nowNs) {
    Generator current = generator;
    return current == null ? nowNs + 1_000_000 : current.nextPumpNs();
  }

  /** Lets the generator start what is due. */
  void wake() {
    if (!waking) {
      waking = true;
      context.runOnContext(
          v -> {
            waking = false;
            pump();
          });
    }
  }

  /** Whether the generator starts nothing any more. */
  boolean isEnding() {
    Generator current = generator;
    return current != null && current.hasEnded();
  }

  /** Runs something with the generator, and waits until that is over. */
  void with(Consumer<Generator> action) {
    Promise<Void> ran = Promise.promise();
    context.runOnContext(
        v -> {
          if (generator != null) {
            action.accept(generator);
          }
          ran.complete();
        });
    ran.future().await();
  }

  @Override
  public void close() {
    with(Generator::forget);
    Promise<Void> closed = Promise.promise();
    context.runOnContext(
        v -> {
          target.close();
          closed.complete();
        });
    closed.future().await();
    vertx.close().await();
  }

  private void pump() {
    generator.pump();
    if (generator.isDone()) {
      done.tryComplete();
    }
  }
}
