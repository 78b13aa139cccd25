package io.atoll.platform.guard;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sudden end of a process that has failed: one line, then the exit code, without hooks or
 * anything else that may need what the process has lost. Should even the line be too much, a thread
 * that was started before ends the process a second later. Callable from any thread.
 */
public final class ProcessEnd implements AutoCloseable {
  /** Memory has run out; the code of the JVM's own {@code -XX:+ExitOnOutOfMemoryError}. */
  public static final int OUT_OF_MEMORY = 3;

  /** An event loop does not turn any more. */
  public static final int DEAD_LOOP = 5;

  private static final Logger LOG = LoggerFactory.getLogger("io.atoll.process");
  private static final long LAST_WORDS_MS = 1_000;

  private final IntConsumer halt;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int exitCode;

  /**
   * @param halt ends the process at once with an exit code, such as {@link Runtime#halt}
   */
  public ProcessEnd(IntConsumer halt) {
    this.halt = halt;
    Thread.ofPlatform().daemon().name("process-end").start(this::endWithoutWords);
  }

  /**
   * Ends the process; what comes second is ignored.
   *
   * @param why one line for the log
   */
  public void now(int code, String why) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    exitCode = code;
    ending.countDown();
    try {
      LOG.error("{}; the process ends with exit code {}", why, code);
    } finally {
      halt.accept(code);
    }
  }

  private void endWithoutWords() {
    try {
      ending.await();
      if (!closed.await(LAST_WORDS_MS, TimeUnit.MILLISECONDS)) {
        halt.accept(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing is left that could fail: the process ends by itself. */
  @Override
  public void close() {
    closed.countDown();
    ending.countDown();
  }
}
