package io.atoll.client;

import io.atoll.client.failure.AtollException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Operations on several keys, awaited together. */
final class Batch<K, R> {
  private final ClientCore core;
  private final List<K> keys;
  private final List<Pending<R>> pendings;
  private final CompletableFuture<BatchResult<K, R>> stage;

  Batch(ClientCore core, Operation operation, Collection<? extends K> given) {
    this.core = core;
    this.stage = core.stage();
    this.keys = List.copyOf(new LinkedHashSet<K>(given));
    this.pendings = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      pendings.add(new Pending<>(core, operation));
    }
    awaitAll();
  }

  CompletionStage<BatchResult<K, R>> stage() {
    return stage;
  }

  /** Begins each key; one that throws an {@link AtollException} has failed with it. */
  void forEach(BiConsumer<K, Pending<R>> begin) {
    for (int i = 0; i < keys.size(); i++) {
      Pending<R> pending = pendings.get(i);
      try {
        begin.accept(keys.get(i), pending);
      } catch (AtollException refused) {
        core.tell(() -> pending.failed(refused));
      }
    }
  }

  private void awaitAll() {
    if (keys.isEmpty()) {
      stage.complete(new BatchResult<>(new LinkedHashMap<>(), new LinkedHashMap<>()));
      return;
    }
    AtomicInteger open = new AtomicInteger(keys.size());
    for (Pending<R> pending : pendings) {
      pending
          .stage()
          .whenComplete(
              (result, failure) -> {
                if (open.decrementAndGet() == 0) {
                  stage.complete(result());
                }
              });
    }
  }

  private BatchResult<K, R> result() {
    LinkedHashMap<K, R> successes = new LinkedHashMap<>();
    LinkedHashMap<K, AtollException> failures = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      CompletableFuture<R> ended = pendings.get(i).stage();
      if (ended.isCompletedExceptionally()) {
        failures.put(keys.get(i), (AtollException) Objects.requireNonNull(ended.exceptionNow()));
      } else {
        successes.put(keys.get(i), ended.resultNow());
      }
    }
    return new BatchResult<>(successes, failures);
  }
}
