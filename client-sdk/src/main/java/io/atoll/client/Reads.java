package io.atoll.client;

import io.atoll.client.failure.AtollException;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The reads of a keyspace: decoding, merging, writing back what was merged. */
final class Reads<K, V> {
  private final Binding<K, V> binding;
  private final ClientCore core;
  private final Dispatch dispatch;

  Reads(Binding<K, V> binding, Dispatch dispatch) {
    this.binding = binding;
    this.core = binding.core();
    this.dispatch = dispatch;
  }

  CompletionStage<Entry<V>> get(K key, ReadOptions options) {
    Pending<Entry<V>> pending = new Pending<>(core, Operation.GET);
    byte[] bytes;
    try {
      bytes = binding.keyBytes(key);
    } catch (AtollException unencodable) {
      core.tell(() -> pending.failed(unencodable));
      return pending.stage();
    }
    int timeoutMs = core.timeoutMs(options.timeout());
    dispatch.read(bytes, options, timeoutMs, new Reading(bytes, options, timeoutMs, pending));
    return pending.stage();
  }

  CompletionStage<BatchResult<K, Entry<V>>> getAll(
      Collection<? extends K> keys, ReadOptions options) {
    Batch<K, Entry<V>> batch = new Batch<>(core, Operation.GET, keys);
    int timeoutMs = core.timeoutMs(options.timeout());
    List<byte[]> asked = new ArrayList<>();
    List<Sink<Response.Values>> sinks = new ArrayList<>();
    batch.forEach(
        (key, pending) -> {
          byte[] bytes = binding.keyBytes(key);
          asked.add(bytes);
          sinks.add(new Reading(bytes, options, timeoutMs, pending));
        });
    core.batches()
        .enter(new Portions<>(core.batches(), new Asking(asked, options, timeoutMs), sinks));
    return batch.stage();
  }

  /** Reads of one batch. */
  private final class Asking implements Portions.Requests<byte[], Response.Values> {
    private final List<byte[]> keys;
    private final ReadOptions options;
    private final int timeoutMs;

    Asking(List<byte[]> keys, ReadOptions options, int timeoutMs) {
      this.keys = keys;
      this.options = options;
      this.timeoutMs = timeoutMs;
    }

    @Override
    public byte[] make(int index) {
      return keys.get(index);
    }

    @Override
    public long sizeBytes(byte[] key) {
      return key.length;
    }

    @Override
    public void send(List<byte[]> together, List<Sink<Response.Values>> to) {
      dispatch.readMany(together, options, timeoutMs, to);
    }
  }

  /** One key on its way to the application. */
  private final class Reading implements Sink<Response.Values> {
    private final byte[] key;
    private final ReadOptions options;
    private final int timeoutMs;
    private final Pending<Entry<V>> pending;

    Reading(byte[] key, ReadOptions options, int timeoutMs, Pending<Entry<V>> pending) {
      this.key = key;
      this.options = options;
      this.timeoutMs = timeoutMs;
      this.pending = pending;
    }

    @Override
    public void done(Response.Values answer) {
      Entry<V> entry;
      byte[] merged = null;
      try {
        entry = binding.entry(answer);
        if (entry.isConflicting() && binding.resolver() != null) {
          entry = binding.resolved(entry);
          if (options.writeBack() != WriteBack.NONE) {
            merged = binding.valueBytes(entry.siblings().getFirst().value());
          }
        }
      } catch (AtollException unusable) {
        pending.failed(unusable);
        return;
      }
      if (!entry.merged()) {
        pending.done(entry);
        return;
      }
      int leftMs = leftMs();
      boolean writeBack = merged != null && leftMs > 0 && core.beginWriteBack();
      core.meters().merged(writeBack);
      if (writeBack) {
        writeBack(entry, merged, leftMs);
      } else {
        pending.done(entry);
      }
    }

    private int leftMs() {
      long spentMs = (core.nanos().getAsLong() - pending.sinceNanos()) / 1_000_000;
      return (int) Math.max(0, timeoutMs - spentMs);
    }

    private void writeBack(Entry<V> entry, byte[] merged, int leftMs) {
      boolean awaited = options.writeBack() == WriteBack.AWAITED;
      Pending<Written> writing = new Pending<>(core, Operation.WRITE_BACK);
      dispatch.writeAfterRead(
          new Dispatch.Change(key, binding.contentType(), merged),
          replacing(entry.context()),
          leftMs,
          new Sink<>() {
            @Override
            public void done(Response.Written answer) {
              core.writeBackEnded();
              writing.done(Writes.written(answer));
              if (awaited) {
                pending.done(entry.withContext(Context.of(answer.context())));
              }
            }

            @Override
            public void failed(AtollException failure) {
              core.writeBackEnded();
              writing.failed(failure);
              if (awaited) {
                pending.done(entry);
              }
            }
          });
      if (!awaited) {
        pending.done(entry);
      }
    }

    @Override
    public void failed(AtollException failure) {
      pending.failed(failure);
    }
  }

  /** As the keyspace writes, but of nothing more than was read. */
  private WriteOptions replacing(Context read) {
    WriteOptions usual = binding.writes();
    return new WriteOptions(
        usual.consistency(), null, usual.sloppy(), List.of(read), usual.idempotent());
  }
}
