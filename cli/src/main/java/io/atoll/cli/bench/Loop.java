package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.Generator;
import io.atoll.cli.bench.engine.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A target and, one after the other, the generators that use it, on the target's thread. Its
 * methods may be called from any other thread.
 */
final class Loop implements AutoCloseable {
  private final Target target;
  private volatile Generator generator;
  private volatile boolean waking;
  private Promise<Void> done;

  Loop(Target target) {
    this.target = target;
  }

  /**
   * Makes a generator and lets it run.
   *
   * @return when it is done; fails if it breaks off, which is a defect
   */
  Future<Void> begin(Function<Target, Generator> make) {
    Promise<Void> promise = Promise.promise();
    target.execute(
        () -> {
          done = promise;
          try {
            generator = make.apply(target);
          } catch (RuntimeException e) {
            promise.fail(e);
            return;
          }
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
      target.execute(
          () -> {
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
    target.execute(
        () -> {
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
    target.close();
  }

  private void pump() {
    try {
      generator.pump();
      if (generator.isDone()) {
        done.tryComplete();
      }
    } catch (RuntimeException e) {
      done.tryFail(e);
    }
  }
}
