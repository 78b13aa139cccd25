package io.atoll.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A result to come that does not let the client's own event loop wait for it: the answer would
 * arrive on the very thread that waits, so it would wait for ever, and every other request with it.
 * What is chained to it is of the same kind.
 */
final class Stage<T> extends CompletableFuture<T> {
  private final BooleanSupplier onLoop;

  /**
   * @param onLoop whether the calling thread is an event loop of the client
   */
  Stage(BooleanSupplier onLoop) {
    this.onLoop = onLoop;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new Stage<>(onLoop);
  }

  @Override
  public T join() {
    check("join()");
    return super.join();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    check("get()");
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    check("get()");
    return super.get(timeout, unit);
  }

  private void check(String method) {
    if (!isDone() && onLoop.getAsBoolean()) {
      throw new IllegalStateException(
          method
              + " in a callback would block the client's event loop, on which the answer arrives:"
              + " chain with thenCompose or thenApply, or build the client with a"
              + " callbackExecutor");
    }
  }
}
