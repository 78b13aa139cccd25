package io.atoll.client;

import io.atoll.client.engine.CallFailure;
import io.atoll.client.engine.CallTerms;
import io.atoll.client.engine.Engine;
import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands requests on bytes to the engine, and their results back: sessions learn of it on the
 * engine's loop, the application where its callbacks run. Callable from any thread.
 */
final class Dispatch {
  private final ClientCore core;
  private final String keyspace;
  private final Session session;

  Dispatch(Binding<?, ?> binding) {
    this.core = binding.core();
    this.keyspace = binding.keyspace();
    this.session = binding.session();
  }

  /** A write before it is sent: a put, or a delete where {@code value} is null. */
  record Change(byte[] key, String contentType, byte[] value) {}

  void read(byte[] key, ReadOptions options, int timeoutMs, Sink<Response.Values> to) {
    Prepared<Response.Values> prepared = prepare(key, options.minContexts(), false, to);
    if (prepared != null) {
      core.engine()
          .get(
              keyspace,
              new Request.Reading(key, prepared.contexts),
              terms(options, timeoutMs),
              prepared.reply);
    }
  }

  void write(Change change, WriteOptions options, int timeoutMs, Sink<Response.Written> to) {
    write(change, prepare(change.key, options.contexts(), true, to), options, timeoutMs);
  }

  /**
   * Writes what was made of one read. It carries the contexts of the options, that of the read
   * among them, and nothing else of its session: of what that has seen since, the value knows
   * nothing.
   */
  void writeAfterRead(
      Change change, WriteOptions options, int timeoutMs, Sink<Response.Written> to) {
    write(change, prepare(change.key, options.contexts(), false, true, to), options, timeoutMs);
  }

  private void write(
      Change change, Prepared<Response.Written> prepared, WriteOptions options, int timeoutMs) {
    if (prepared != null) {
      core.engine()
          .write(
              keyspace,
              writing(change, prepared.contexts),
              terms(options, timeoutMs, change.value == null),
              prepared.reply);
    }
  }

  /** Reads keys together; sink k hears of key k. */
  void readMany(
      List<byte[]> keys, ReadOptions options, int timeoutMs, List<Sink<Response.Values>> to) {
    List<Request.Reading> readings = new ArrayList<>(keys.size());
    List<Reply<Response.Values>> replies = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      Prepared<Response.Values> prepared =
          prepare(keys.get(i), options.minContexts(), false, to.get(i));
      if (prepared != null) {
        readings.add(new Request.Reading(keys.get(i), prepared.contexts));
        replies.add(prepared.reply);
      }
    }
    if (!readings.isEmpty()) {
      core.engine().getMany(keyspace, readings, terms(options, timeoutMs).ofBatch(), replies);
    }
  }

  /** Writes keys together, all puts or all deletes; sink k hears of change k. */
  void writeMany(
      List<Change> changes, WriteOptions options, int timeoutMs, List<Sink<Response.Written>> to) {
    List<Request.Writing> writings = new ArrayList<>(changes.size());
    List<Reply<Response.Written>> replies = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      Prepared<Response.Written> prepared =
          prepare(change.key, options.contexts(), true, to.get(i));
      if (prepared != null) {
        writings.add(writing(change, prepared.contexts));
        replies.add(prepared.reply);
      }
    }
    if (!writings.isEmpty()) {
      boolean deletes = changes.getFirst().value == null;
      core.engine()
          .writeMany(keyspace, writings, terms(options, timeoutMs, deletes).ofBatch(), replies);
    }
  }

  private static Request.Writing writing(Change change, List<byte[]> contexts) {
    return change.value == null
        ? new Request.Writing(change.key, contexts, true, "", new byte[0])
        : new Request.Writing(change.key, contexts, false, change.contentType, change.value);
  }

  private CallTerms terms(ReadOptions options, int timeoutMs) {
    boolean hedged = options.hedged() == null ? core.hedged() : options.hedged();
    return new CallTerms(options.consistency().code(), options.sloppy(), timeoutMs, true, hedged);
  }

  private CallTerms terms(WriteOptions options, int timeoutMs, boolean delete) {
    boolean idempotent =
        options.idempotent() == null
            ? delete && !core.lastWriterWins(keyspace)
            : options.idempotent();
    return new CallTerms(
        options.consistency().code(), options.sloppy(), timeoutMs, idempotent, false);
  }

  private record Prepared<T>(List<byte[]> contexts, Reply<T> reply) {}

  /** What a request carries and who hears of it; null when it failed here already. */
  private <T> Prepared<T> prepare(byte[] key, List<Context> named, boolean write, Sink<T> to) {
    return prepare(key, named, true, write, to);
  }

  /**
   * @param remembered whether it carries what the session remembers besides the contexts named
   */
  private <T> Prepared<T> prepare(
      byte[] key, List<Context> named, boolean remembered, boolean write, Sink<T> to) {
    Session.Visit visit = null;
    List<byte[]> contexts = List.of();
    try {
      if (session != null && remembered) {
        visit = session.begin(keyspace, key);
        contexts = visit.contexts();
      }
      if (!named.isEmpty()) {
        contexts = joined(contexts, named);
      }
      if (session != null && !remembered) {
        visit = session.beginWith(keyspace, key, contexts);
      }
      return new Prepared<>(contexts, new Reply<>(core, keyspace, write, visit, to));
    } catch (AtollException refused) {
      if (visit != null) {
        visit.ended(null);
      }
      core.tell(() -> to.failed(refused));
      return null;
    }
  }

  private List<byte[]> joined(List<byte[]> remembered, List<Context> named) {
    List<byte[]> all = new ArrayList<>(remembered);
    named.forEach(context -> all.add(context.bytes()));
    if (all.size() > Protocol.MAX_CONTEXTS) {
      throw new InvalidRequest(
          "the request has %d contexts and its session %d more of the key; must be at most %d together"
              .formatted(named.size(), remembered.size(), Protocol.MAX_CONTEXTS));
    }
    return all;
  }

  /** Waits at the engine for the answer to one key. */
  private static final class Reply<T> implements Engine.Listener<T>, Runnable {
    private final ClientCore core;
    private final String keyspace;
    private final boolean write;
    private final Session.Visit visit;
    private final Sink<T> to;
    private T answer;
    private CallFailure failure;

    Reply(ClientCore core, String keyspace, boolean write, Session.Visit visit, Sink<T> to) {
      this.core = core;
      this.keyspace = keyspace;
      this.write = write;
      this.visit = visit;
      this.to = to;
    }

    @Override
    public void answered(T response) {
      if (visit != null) {
        visit.ended(contextOf(response));
      }
      answer = response;
      core.tell(this);
    }

    @Override
    public void failed(CallFailure why) {
      if (visit != null) {
        visit.ended(null);
      }
      failure = why;
      core.tell(this);
    }

    private static byte[] contextOf(Object response) {
      return switch (response) {
        case Response.Values values -> values.context();
        case Response.Written written -> written.context();
        default -> throw new IllegalStateException("no answer to a key: " + response);
      };
    }

    @Override
    public void run() {
      if (failure == null) {
        to.done(answer);
      } else {
        to.failed(Failures.of(failure, keyspace, write));
      }
    }
  }
}
