package io.atoll.client;

import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The puts and deletes of a keyspace. */
final class Writes<K, V> {
  private final Binding<K, V> binding;
  private final ClientCore core;
  private final Dispatch dispatch;

  Writes(Binding<K, V> binding, Dispatch dispatch) {
    this.binding = binding;
    this.core = binding.core();
    this.dispatch = dispatch;
  }

  CompletionStage<Written> put(K key, V value, WriteOptions options) {
    Pending<Written> pending = new Pending<>(core, Operation.PUT);
    try {
      write(change(key, binding.valueBytes(value)), options, pending);
    } catch (AtollException unencodable) {
      core.tell(() -> pending.failed(unencodable));
    }
    return pending.stage();
  }

  CompletionStage<Written> delete(K key, WriteOptions options) {
    Pending<Written> pending = new Pending<>(core, Operation.DELETE);
    try {
      write(change(key, null), options, pending);
    } catch (AtollException unencodable) {
      core.tell(() -> pending.failed(unencodable));
    }
    return pending.stage();
  }

  CompletionStage<BatchResult<K, Written>> putAll(
      Map<? extends K, ? extends V> entries, WriteOptions options) {
    Batch<K, Written> batch = new Batch<>(core, Operation.PUT, entries.keySet());
    Together together = new Together();
    batch.forEach(
        (key, pending) -> together.add(change(key, binding.valueBytes(entries.get(key))), pending));
    together.send(options);
    return batch.stage();
  }

  CompletionStage<BatchResult<K, Written>> deleteAll(
      Collection<? extends K> keys, WriteOptions options) {
    Batch<K, Written> batch = new Batch<>(core, Operation.DELETE, keys);
    Together together = new Together();
    batch.forEach((key, pending) -> together.add(change(key, null), pending));
    together.send(options);
    return batch.stage();
  }

  private Dispatch.Change change(K key, byte[] value) {
    return new Dispatch.Change(binding.keyBytes(key), binding.contentType(), value);
  }

  private void write(Dispatch.Change change, WriteOptions options, Pending<Written> pending) {
    dispatch.write(change, options, core.timeoutMs(options.timeout()), sink(pending));
  }

  private static Sink<Response.Written> sink(Pending<Written> pending) {
    return new Sink<>() {
      @Override
      public void done(Response.Written answer) {
        pending.done(written(answer));
      }

      @Override
      public void failed(AtollException failure) {
        pending.failed(failure);
      }
    };
  }

  static Written written(Response.Written answer) {
    return new Written(Context.of(answer.context()), answer.outcome(), answer.epoch());
  }

  /** Writes that are sent together. */
  private final class Together {
    private final List<Dispatch.Change> changes = new ArrayList<>();
    private final List<Sink<Response.Written>> sinks = new ArrayList<>();
    private final Set<SessionKey> keys = new HashSet<>();

    /**
     * Two writes of one key in one batch would know nothing of each other: the second is refused.
     */
    void add(Dispatch.Change change, Pending<Written> pending) {
      if (!keys.add(new SessionKey(binding.keyspace(), change.key()))) {
        throw new InvalidRequest(
            "another key of the batch has the same %d bytes; a batch writes each key once"
                .formatted(change.key().length));
      }
      changes.add(change);
      sinks.add(sink(pending));
    }

    void send(WriteOptions options) {
      if (!changes.isEmpty()) {
        dispatch.writeMany(changes, options, core.timeoutMs(options.timeout()), sinks);
      }
    }
  }
}
