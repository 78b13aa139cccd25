package io.atoll.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Vert.x for tests whose blocked-thread checker fails the test instead of logging.
 *
 * <pre>
 *   try (BlockedThreadGuard guard = BlockedThreadGuard.open()) {
 *     ... guard.vertx() ...
 *   } // closes the Vert.x, and throws when an event loop was blocked
 * </pre>
 */
public final class BlockedThreadGuard implements AutoCloseable {
  private static final long MAX_LOOP_MS = 1_500;

  private final Vertx vertx;
  private final ConcurrentLinkedQueue<String> blocked = new ConcurrentLinkedQueue<>();

  private BlockedThreadGuard(Vertx vertx) {
    this.vertx = vertx;
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::blocked);
  }

  /** A Vert.x with two event loops that complains after {@value #MAX_LOOP_MS} ms. */
  public static BlockedThreadGuard open() {
    return open(MAX_LOOP_MS);
  }

  static BlockedThreadGuard open(long maxLoopMs) {
    return new BlockedThreadGuard(
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setBlockedThreadCheckInterval(Math.max(1, maxLoopMs / 5))
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(maxLoopMs)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)));
  }

  public Vertx vertx() {
    return vertx;
  }

  /** What blocked so far, with stacks. */
  public List<String> reports() {
    return List.copyOf(blocked);
  }

  /** Closes the Vert.x; throws an AssertionError when an event loop was blocked. */
  @Override
  public void close() {
    Awaiting.await(vertx.close());
    if (!blocked.isEmpty()) {
      throw new AssertionError("event loops were blocked:\n" + String.join("\n", blocked));
    }
  }

  private void blocked(BlockedThreadEvent event) {
    StringBuilder report =
        new StringBuilder(event.thread().getName())
            .append(" for ")
            .append(TimeUnit.NANOSECONDS.toMillis(event.duration()))
            .append(" ms at");
    for (StackTraceElement element : event.thread().getStackTrace()) {
      report.append("\n    ").append(element);
    }
    blocked.add(report.toString());
  }
}
