package io.atoll.chaos.session;

import io.atoll.causal.CausalContext;
import io.atoll.causal.ContextSeal;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Tags;
import io.atoll.chaos.history.Write;
import io.atoll.client.engine.CallFailure;
import io.atoll.client.engine.CallTerms;
import io.atoll.client.engine.Engine;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.wire.ClusterView;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Stands between the typed face of a client and its engine: gives each write an id that replicas
 * know it by, tells the history, and sees that every listener is told once.
 */
final class NotingEngine implements Engine {
  /**
   * A write and whose it is.
   *
   * @param operation null where a merged value is written back
   */
  private record Noted(Write write, Operation operation) {}

  private final Engine real;
  private final String client;
  private final String dc;
  private final SessionHistory sessions;
  private final ContextSeal seal;
  private final LongSupplier nowNanos;
  private final Map<Place, Operation> deletes = new HashMap<>();

  /**
   * @param dc where the client is
   * @param seal that of the cluster
   */
  NotingEngine(
      Engine real,
      String client,
      String dc,
      SessionHistory sessions,
      ContextSeal seal,
      LongSupplier nowNanos) {
    this.real = real;
    this.seal = seal;
    this.client = client;
    this.dc = dc;
    this.sessions = sessions;
    this.nowNanos = nowNanos;
  }

  /** The next delete of a key is part of an operation: it carries no mark that would say so. */
  void expectDelete(Place place, Operation operation) {
    deletes.put(place, operation);
  }

  @Override
  public void get(
      String keyspace, Request.Reading reading, CallTerms terms, Listener<Response.Values> to) {
    real.get(keyspace, reading, terms, new Once<>(null, to));
  }

  @Override
  public void getMany(
      String keyspace,
      List<Request.Reading> readings,
      CallTerms terms,
      List<? extends Listener<Response.Values>> to) {
    real.getMany(
        keyspace,
        readings,
        terms,
        to.stream().map(each -> new Once<Response.Values>(null, each)).toList());
  }

  @Override
  public void write(
      String keyspace, Request.Writing writing, CallTerms terms, Listener<Response.Written> to) {
    Noted noted = note(keyspace, writing, terms);
    real.write(keyspace, tagged(keyspace, writing, noted.write), terms, new Once<>(noted, to));
  }

  @Override
  public void writeMany(
      String keyspace,
      List<Request.Writing> writings,
      CallTerms terms,
      List<? extends Listener<Response.Written>> to) {
    List<Request.Writing> tagged = new ArrayList<>();
    List<Listener<Response.Written>> listeners = new ArrayList<>();
    for (int i = 0; i < writings.size(); i++) {
      Noted noted = note(keyspace, writings.get(i), terms);
      tagged.add(tagged(keyspace, writings.get(i), noted.write));
      listeners.add(new Once<>(noted, to.get(i)));
    }
    real.writeMany(keyspace, tagged, terms, listeners);
  }

  private Noted note(String keyspace, Request.Writing writing, CallTerms terms) {
    Place place = new Place(keyspace, new String(writing.key(), StandardCharsets.UTF_8));
    CausalContext context = CausalContext.EMPTY;
    for (byte[] each : writing.contexts()) {
      context = context.merge(ContextSeal.unsealed(each));
    }
    BitSet seen = new BitSet();
    for (Write delete : sessions.deletesIn(place, context)) {
      seen.or(delete.history());
    }
    for (Write merge : sessions.mergesIn(place, context)) {
      seen.or(merge.history());
    }
    Operation operation = operationOf(place, writing, seen);
    Write write =
        sessions
            .history()
            .write(
                new Question(
                    operation == null ? client + " (merging)" : operation.session(),
                    null,
                    dc,
                    place.keyspace(),
                    place.key(),
                    level(terms.level()),
                    terms.timeoutMs(),
                    nowNanos.getAsLong(),
                    0),
                writing.delete(),
                context,
                seen);
    write.carries(writing.value());
    if (terms.repeatable()) {
      write.mayRepeat();
    }
    if (operation != null) {
      operation.became(write);
    } else {
      sessions.merges(place, write);
    }
    if (write.isDelete()) {
      sessions.deletes(place, write);
    }
    return new Noted(write, operation);
  }

  /**
   * @param seen takes what the operation had seen
   * @return null when a merged value is written back
   */
  private Operation operationOf(Place place, Request.Writing writing, BitSet seen) {
    Operation operation;
    if (writing.delete()) {
      operation = deletes.remove(place);
      if (operation == null) {
        throw new IllegalStateException("nobody asked for this delete of " + place);
      }
    } else {
      Marks marks = Marks.read(writing.value());
      operation = marks.by() == Marks.MERGED ? null : sessions.operation(marks.by());
      for (int mark : marks.held()) {
        if (mark != marks.by()) {
          seen.or(sessions.operation(mark).history());
        }
      }
    }
    if (operation != null) {
      seen.or(operation.basis());
    }
    return operation;
  }

  /** The id of a delete travels in a context, which the cluster takes for one of its own. */
  private Request.Writing tagged(String keyspace, Request.Writing writing, Write write) {
    if (!writing.delete()) {
      return new Request.Writing(
          writing.key(), writing.contexts(), false, Tags.contentType(write.id()), writing.value());
    }
    List<byte[]> contexts = new ArrayList<>(writing.contexts());
    CausalContext tag = Tags.context(write.id());
    if (contexts.size() == Protocol.MAX_CONTEXTS) {
      tag = ContextSeal.unsealed(contexts.removeLast()).merge(tag);
    }
    int keyspaceId = real.view().keyspaces().get(keyspace).id();
    contexts.add(seal.seal(keyspaceId, writing.key(), tag));
    return new Request.Writing(writing.key(), contexts, true, "", writing.value());
  }

  private static ConsistencyLevel level(int code) {
    return code == LevelCode.DEFAULT
        ? ConsistencyLevel.Named.QUORUM
        : ConsistencyLevel.ofCode(code);
  }

  @Override
  public ClusterView view() {
    return real.view();
  }

  @Override
  public void close(Runnable then) {
    real.close(then);
  }

  /** Passes on what a listener is told, once. */
  private final class Once<T> implements Listener<T> {
    private final Noted noted;
    private final Listener<T> to;
    private boolean told;

    Once(Noted noted, Listener<T> to) {
      this.noted = noted;
      this.to = to;
    }

    @Override
    public void answered(T response) {
      // Nobody counts on a merged value: whoever reads the siblings again merges them again.
      if (noted != null && noted.operation != null) {
        noted.write.ended(new Ending.Answered(nowNanos.getAsLong(), null));
      }
      told(response);
      to.answered(response);
    }

    @Override
    public void failed(CallFailure failure) {
      if (noted != null) {
        noted.write.ended(
            new Ending.Refused(
                nowNanos.getAsLong(),
                failure.code(),
                !failure.mayHaveTakenEffect(),
                failure.kind() + ": " + failure.message()));
      }
      told(failure);
      to.failed(failure);
    }

    private void told(Object what) {
      if (told) {
        sessions.mistake("a listener of %s was told again: %s".formatted(client, what));
      }
      told = true;
    }
  }
}
