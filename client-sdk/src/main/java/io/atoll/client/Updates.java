package io.atoll.client;

import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.client.failure.StorageRefused;
import io.atoll.client.failure.TooManySiblings;
import io.atoll.client.failure.Unavailable;
import io.atoll.wire.Protocol;
import io.atoll.wire.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Read, change, write: the updates of a keyspace. */
final class Updates<K, V> {
  /** How often an update reads anew after writes that had no effect. */
  static final int MAX_ATTEMPTS = 3;

  private final Binding<K, V> binding;
  private final ClientCore core;
  private final Dispatch dispatch;

  Updates(Binding<K, V> binding, Dispatch dispatch) {
    this.binding = binding;
    this.core = binding.core();
    this.dispatch = dispatch;
  }

  CompletionStage<Updated<V>> update(
      K key,
      Function<? super Optional<V>, Optional<V>> change,
      ReadOptions reads,
      WriteOptions writes) {
    Pending<Updated<V>> pending = new Pending<>(core, Operation.UPDATE);
    try {
      checkRoom(writes);
      new Updating(binding.keyBytes(key), change, reads, writes, pending).begin();
    } catch (AtollException unencodable) {
      core.tell(() -> pending.failed(unencodable));
    }
    return pending.stage();
  }

  private static void checkRoom(WriteOptions writes) {
    if (writes.contexts().size() == Protocol.MAX_CONTEXTS) {
      throw new InvalidRequest(
          "the write options of an update have %d contexts; there must be room for that of its read, so they must be at most %d"
              .formatted(Protocol.MAX_CONTEXTS, Protocol.MAX_CONTEXTS - 1));
    }
  }

  /** One update in progress. Its steps follow each other, so it needs no lock. */
  private final class Updating {
    private final byte[] key;
    private final Function<? super Optional<V>, Optional<V>> change;
    private final ReadOptions reads;
    private final WriteOptions writes;
    private final Pending<Updated<V>> pending;
    private final int timeoutMs;
    private int attempts;

    Updating(
        byte[] key,
        Function<? super Optional<V>, Optional<V>> change,
        ReadOptions reads,
        WriteOptions writes,
        Pending<Updated<V>> pending) {
      this.key = key;
      this.change = change;
      this.reads = reads;
      this.writes = writes;
      this.pending = pending;
      this.timeoutMs = core.timeoutMs(writes.timeout());
    }

    void begin() {
      attempts++;
      dispatch.read(
          key,
          reads,
          Math.min(core.timeoutMs(reads.timeout()), leftMs()),
          new Sink<>() {
            @Override
            public void done(Response.Values answer) {
              read(answer);
            }

            @Override
            public void failed(AtollException failure) {
              pending.failed(failure);
            }
          });
    }

    /** At least 1: who is late finds out at the engine, which says so in its own words. */
    private int leftMs() {
      long spentMs = (core.nanos().getAsLong() - pending.sinceNanos()) / 1_000_000;
      return (int) Math.max(1, timeoutMs - spentMs);
    }

    // The function is the application's: whatever it throws is handed to whoever waits.
    private void read(Response.Values answer) {
      Entry<V> entry;
      Optional<V> next;
      byte[] value;
      try {
        entry = binding.resolved(binding.entry(answer));
        next = change.apply(entry.value());
        if (next == null) {
          throw new InvalidRequest(
              "the function of an update answered null; Optional.empty() deletes");
        }
        value = next.isPresent() ? binding.valueBytes(next.get()) : null;
      } catch (Throwable thrown) {
        pending.failed(thrown);
        return;
      }
      if (isAsItWas(answer, value)) {
        pending.done(new Updated<>(entry.value(), next, false, entry.context(), attempts));
      } else {
        write(entry, next, value);
      }
    }

    /** Whether writing would change nothing; the merging of siblings does. */
    private boolean isAsItWas(Response.Values answer, byte[] value) {
      List<Response.Value> were = Binding.distinct(answer.values());
      if (value == null) {
        return were.isEmpty();
      }
      return were.size() == 1
          && were.getFirst().contentType().equals(binding.contentType())
          && Arrays.equals(were.getFirst().value(), value);
    }

    private void write(Entry<V> entry, Optional<V> next, byte[] value) {
      dispatch.writeAfterRead(
          new Dispatch.Change(key, binding.contentType(), value),
          writes.withContext(entry.context()),
          leftMs(),
          new Sink<>() {
            @Override
            public void done(Response.Written answer) {
              Context context = Context.of(answer.context());
              pending.done(new Updated<>(entry.value(), next, true, context, attempts));
            }

            @Override
            public void failed(AtollException failure) {
              if (mayGoBetterNow(failure) && attempts < MAX_ATTEMPTS && leftMs() > 1) {
                begin();
              } else {
                pending.failed(failure);
              }
            }
          });
    }
  }

  /**
   * Whether the write certainly had no effect and may have one after another read. The engine has
   * already tried other nodes where that could help, and after overload more requests do harm.
   */
  private static boolean mayGoBetterNow(AtollException failure) {
    return !failure.mayHaveTakenEffect()
        && (failure instanceof TooManySiblings
            || failure instanceof Unavailable
            || failure instanceof StorageRefused);
  }
}
