package io.atoll.runtime;

import io.atoll.net.EventLoops;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Vert.x for tests whose blocked-thread checker fails the test instead of logging. An event loop
 * that waits for something is blocked. One that runs, or loads a class, may only be short of
 * processor time on a busy machine, and gets {@value #MAX_RUNNING_MS} ms.
 *
 * <pre>
 *   try (BlockedThreadGuard guard = BlockedThreadGuard.open()) {
 *     ... guard.vertx() ...
 *   } // closes the Vert.x, and throws when an event loop was blocked
 * </pre>
 */
public final class BlockedThreadGuard implements AutoCloseable {
  private static final long MAX_WAITING_MS = 1_500;
  private static final long MAX_RUNNING_MS = 10_000;

  private final Vertx vertx;
  private final ConcurrentLinkedQueue<String> blocked = new ConcurrentLinkedQueue<>();

  private BlockedThreadGuard(Vertx vertx) {
    this.vertx = vertx;
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::blocked);
  }

  /** A Vert.x with two event loops that complains after {@value #MAX_WAITING_MS} ms of waiting. */
  public static BlockedThreadGuard open() {
    return open(MAX_WAITING_MS);
  }

  static BlockedThreadGuard open(long maxLoopMs) {
    return new BlockedThreadGuard(
        EventLoops.vertx(
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
    long durationMs = TimeUnit.NANOSECONDS.toMillis(event.duration());
    StackTraceElement[] stack = event.thread().getStackTrace();
    if (durationMs < MAX_RUNNING_MS && (runs(event.thread()) || loadsClasses(stack))) {
      return;
    }
    StringBuilder report =
        new StringBuilder(event.thread().getName()).append(" for " + durationMs + " ms at");
    for (StackTraceElement element : stack) {
      report.append("\n    ").append(element);
    }
    blocked.add(report.toString());
  }

  private static boolean runs(Thread thread) {
    return thread.getState() == Thread.State.RUNNABLE;
  }

  private static boolean loadsClasses(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .anyMatch(
            element ->
                element.getMethodName().equals("<clinit>")
                    || element.getClassName().equals("java.lang.ClassLoader"));
  }
}
