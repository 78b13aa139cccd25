package io.atoll.client;

import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Map<K, V> all = new LinkedHashMap<>(entries);
    Batch<K, Written> batch = new Batch<>(core, Operation.PUT, all.keySet());
    Together together = new Together();
    batch.forEach(
        (key, pending) ->
            together.add(key, Objects.requireNonNull(all.get(key), "value"), pending));
    together.send(options);
    return batch.stage();
  }

  CompletionStage<BatchResult<K, Written>> deleteAll(
      Collection<? extends K> keys, WriteOptions options) {
    Batch<K, Written> batch = new Batch<>(core, Operation.DELETE, keys);
    Together together = new Together();
    batch.forEach((key, pending) -> together.add(key, null, pending));
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

  /** Writes of one batch, whose values become bytes when it is their turn. */
  private final class Together implements Portions.Requests<Dispatch.Change, Response.Written> {
    private final List<byte[]> keys = new ArrayList<>();
    private final List<V> values = new ArrayList<>();
    private final List<Sink<Response.Written>> sinks = new ArrayList<>();
    private final Set<SessionKey> distinct = new HashSet<>();
    private WriteOptions options;

    /**
     * Two writes of one key in one batch would know nothing of each other: the second is refused.
     *
     * @param value null to delete
     */
    void add(K key, V value, Pending<Written> pending) {
      byte[] bytes = binding.keyBytes(key);
      if (!distinct.add(new SessionKey(binding.keyspace(), bytes))) {
        throw new InvalidRequest(
            "another key of the batch has the same %d bytes; a batch writes each key once"
                .formatted(bytes.length));
      }
      keys.add(bytes);
      values.add(value);
      sinks.add(sink(pending));
    }

    void send(WriteOptions with) {
      options = with;
      core.batches().enter(new Portions<>(core.batches(), this, sinks));
    }

    @Override
    public Dispatch.Change make(int index) {
      V value = values.get(index);
      byte[] bytes = value == null ? null : binding.valueBytes(value);
      return new Dispatch.Change(keys.get(index), binding.contentType(), bytes);
    }

    @Override
    public long sizeBytes(Dispatch.Change change) {
      return change.key().length + (change.value() == null ? 0L : change.value().length);
    }

    @Override
    public void send(List<Dispatch.Change> together, List<Sink<Response.Written>> to) {
      dispatch.writeMany(together, options, core.timeoutMs(options.timeout()), to);
    }
  }
}
