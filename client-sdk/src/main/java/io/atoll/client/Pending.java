package io.atoll.client;

import java.util.concurrent.CompletableFuture;

/** One operation that an application waits for: its stage, and since when. */
final class Pending<T> {
  private final ClientCore core;
  private final Operation operation;
  private final long sinceNanos;
  private final CompletableFuture<T> stage;

  Pending(ClientCore core, Operation operation) {
    this.core = core;
    this.stage = core.stage();
    this.operation = operation;
    this.sinceNanos = core.nanos().getAsLong();
  }

  CompletableFuture<T> stage() {
    return stage;
  }

  /** When it began, by the client's clock. */
  long sinceNanos() {
    return sinceNanos;
  }

  void done(T result) {
    core.meters().ended(operation, null, core.nanos().getAsLong() - sinceNanos);
    stage.complete(result);
  }

  void failed(Throwable failure) {
    core.meters().ended(operation, failure, core.nanos().getAsLong() - sinceNanos);
    stage.completeExceptionally(failure);
  }
}
