package io.atoll.runtime;

import io.vertx.core.Future;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits, far longer than anything should take. */
public final class Awaiting {
  private static final long TIMEOUT_S = 60;

  private Awaiting() {}

  /** The outcome of a future; its failure is thrown as the cause of a CompletionException. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(TIMEOUT_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("not within " + TIMEOUT_S + " s", e);
    }
  }

  /** The next element of a queue. */
  public static <T> T next(BlockingQueue<T> queue) {
    try {
      T element = queue.poll(TIMEOUT_S, TimeUnit.SECONDS);
      if (element == null) {
        throw new AssertionError("nothing came within " + TIMEOUT_S + " s");
      }
      return element;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public static void await(CountDownLatch latch) {
    try {
      if (!latch.await(TIMEOUT_S, TimeUnit.SECONDS)) {
        throw new AssertionError("not within " + TIMEOUT_S + " s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
