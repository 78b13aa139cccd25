package io.atoll.platform.guard;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a process that serves, and ends it when it cannot serve any more: after an error that
 * nothing recovers from, wherever it ends up uncaught, and when an event loop does not turn. One
 * for a process: it takes over what the process does with uncaught exceptions, until it is closed.
 *
 * <p>The JVM ends the process itself at the first such error when it runs with {@code
 * -XX:+ExitOnOutOfMemoryError}, as the launcher has it; this is for those who start Java
 * themselves, and for the errors that flag does not know, such as those of memory off the heap.
 */
public final class ProcessGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessGuard.class);
  private static final long TICK_MS = 500;

  private final ProcessEnd end;
  private final List<LoopPulse> loops = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

  private ProcessGuard(ProcessEnd end) {
    this.end = end;
  }

  /**
   * Begins to watch.
   *
   * @param patienceMs a loop that does not turn for so long, while the process runs, is dead; 0 for
   *     never
   */
  public static ProcessGuard watch(Vertx vertx, long patienceMs, ProcessEnd end) {
    ProcessGuard guard = new ProcessGuard(end);
    vertx.exceptionHandler(guard::uncaught);
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> guard.uncaught(failure));
    int ticks = (int) Math.max(2, patienceMs / TICK_MS);
    if (patienceMs > 0) {
      for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
        guard.loops.add(new LoopPulse(loop, ticks));
      }
    }
    Thread.ofPlatform().daemon().name("loop-watchdog").start(guard::run);
    return guard;
  }

  private void uncaught(Throwable failure) {
    if (FatalErrors.isFatal(failure)) {
      end.now(ProcessEnd.OUT_OF_MEMORY, "nothing recovers from " + failure);
    } else {
      LOG.error("Unhandled exception", failure);
    }
  }

  private void run() {
    try {
      while (!closed.await(TICK_MS, TimeUnit.MILLISECONDS)) {
        for (LoopPulse loop : loops) {
          String dead = loop.tick();
          if (dead != null && closed.getCount() > 0) {
            end.now(ProcessEnd.DEAD_LOOP, dead);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      uncaught(e);
    }
  }

  /** Ends the watch, before its loops are closed; its end goes with it. */
  @Override
  public void close() {
    closed.countDown();
    end.close();
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
