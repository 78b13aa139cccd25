package io.atoll.server.binary;

import io.atoll.causal.CausalContext;
import io.atoll.causal.MalformedContextException;
import io.atoll.env.FatalError;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Topology;
import io.atoll.server.RequestRules;
import io.atoll.server.RequestRules.Violation;
import io.atoll.wire.Excerpt;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import io.atoll.wire.RequestCodec;
import io.atoll.wire.Response;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The requests of one connection: each is checked, handed to the store, and answered when the store
 * has, in whatever order that is. The items of a batch are requests like any other; those for which
 * there is no room wait here, as part of their batch.
 *
 * <p>A request is in progress until its answer is encoded. While the client reads slowly, results
 * wait unencoded, which costs nothing where they are in memory anyway.
 */
final class Requests implements RequestCodec.Sink {
  private final LoopState loop;
  private final RequestRules rules;
  private final Answers answers;
  private final Runnable done;
  private final ArrayDeque<Call<?>> waiting = new ArrayDeque<>();
  private List<Request.Reading> readings = List.of();
  private List<Request.Writing> writings = List.of();
  private Request.Terms batchTerms;
  private long batchNumber;
  private int batchNext;
  private int batchBytes;
  private int inFlight;
  private boolean leaving;
  private boolean abandoned;

  /**
   * @param done told when the store is done with a request, within its call; then {@link
   *     #answerWaiting} is to be called, soon
   */
  Requests(LoopState loop, Answers answers, Runnable done) {
    this.loop = loop;
    this.rules = loop.settings().rules();
    this.answers = answers;
    this.done = done;
  }

  /** Requests that are not answered yet. */
  int inFlight() {
    return inFlight;
  }

  /** Whether one more may begin. */
  boolean hasRoom() {
    return inFlight < loop.settings().load().maxInFlight() && !answers.isCongested();
  }

  /** Whether results wait to be encoded. */
  boolean isBehind() {
    return !waiting.isEmpty();
  }

  /** From now on every request is refused, without effect. */
  void leave() {
    leaving = true;
  }

  /** The client is gone: nothing more is answered. */
  void abandon() {
    if (!abandoned) {
      abandoned = true;
      loop.stats().add(BinaryStats.Counter.ABORTED, inFlight);
      loop.resources().addInFlight(-inFlight);
      inFlight = 0;
      waiting.clear();
      endBatch();
    }
  }

  @Override
  public void request(long number, Request request) {
    switch (request) {
      case Request.Get get -> read(number, get.terms(), get.reading());
      case Request.Write write -> write(number, write.terms(), write.writing());
      case Request.GetMany many -> {
        readings = many.readings();
        beginBatch(number, many.terms());
      }
      case Request.WriteMany many -> {
        writings = many.writings();
        beginBatch(number, many.terms());
      }
      case Request.GetView view -> view(number);
      case Request.Ping ping -> {
        loop.stats().answered(Asked.PING, null);
        answers.say(number, new Response.Pong());
      }
    }
  }

  private void beginBatch(long number, Request.Terms terms) {
    batchTerms = terms;
    batchNumber = number;
    batchNext = 0;
    continueBatch();
  }

  /**
   * Begins what is left of a batch, as far as there is room.
   *
   * @return whether nothing of it is left
   */
  boolean continueBatch() {
    while (batchNext < readings.size() && hasRoom()) {
      int item = batchNext++;
      read(batchNumber + item, batchTerms, readings.get(item));
    }
    while (batchNext < writings.size() && hasRoom()) {
      int item = batchNext++;
      write(batchNumber + item, batchTerms, writings.get(item));
    }
    if (batchNext < readings.size() + writings.size()) {
      return false;
    }
    endBatch();
    return true;
  }

  /** Counts what is left of a batch as held, until it is begun as a whole. */
  void holdBatch(int sizeBytes) {
    batchBytes = sizeBytes;
    loop.resources().addBytes(sizeBytes);
  }

  private void endBatch() {
    loop.resources().addBytes(-batchBytes);
    batchBytes = 0;
    readings = List.of();
    writings = List.of();
    batchNext = 0;
  }

  /** Encodes the results that wait, as far as the client has caught up. */
  void answerWaiting() {
    while (!waiting.isEmpty() && !answers.isCongested()) {
      waiting.poll().answer();
    }
  }

  private void read(long number, Request.Terms terms, Request.Reading reading) {
    String keyspace = keyspace(Asked.GET, number, terms, reading.key());
    if (keyspace == null) {
      return;
    }
    CausalContext minContext =
        context(Asked.GET, number, terms, reading.key(), reading.minContexts());
    if (minContext == null) {
      return;
    }
    Future<ReadResult> result;
    try {
      result =
          loop.store()
              .get(
                  new ReadRequest(
                      keyspace,
                      reading.key(),
                      ConsistencyLevel.ofCode(terms.level()),
                      timeoutMs(terms),
                      minContext.least()));
    } catch (Throwable defect) {
      FatalError.passOn(defect);
      result = Future.failedFuture(defect);
    }
    if (result.succeeded()) {
      answers.values(Asked.GET, number, terms.keyspaceId(), reading.key(), result.result());
    } else if (result.failed()) {
      answers.failed(Asked.GET, number, result.cause());
    } else {
      begun();
      result.onComplete(new Read(number, terms.keyspaceId(), reading.key()));
    }
  }

  private void write(long number, Request.Terms terms, Request.Writing writing) {
    Asked asked = writing.delete() ? Asked.DELETE : Asked.PUT;
    String keyspace = keyspace(asked, number, terms, writing.key());
    if (keyspace == null || !isValid(asked, number, writing)) {
      return;
    }
    CausalContext context = context(asked, number, terms, writing.key(), writing.contexts());
    if (context == null) {
      return;
    }
    Future<WriteResult> result;
    try {
      result =
          loop.store()
              .write(
                  new WriteRequest(
                      keyspace,
                      terms.keyspaceId(),
                      writing.key(),
                      context,
                      writing.delete(),
                      writing.contentType(),
                      writing.value(),
                      ConsistencyLevel.ofCode(terms.level()),
                      timeoutMs(terms)));
    } catch (Throwable defect) {
      FatalError.passOn(defect);
      result = Future.failedFuture(defect);
    }
    if (result.succeeded()) {
      answers.written(asked, number, terms.keyspaceId(), writing.key(), result.result());
    } else if (result.failed()) {
      answers.failed(asked, number, result.cause());
    } else {
      begun();
      loop.resources().addBytes(writing.value().length);
      result.onComplete(
          new Write(asked, number, terms.keyspaceId(), writing.key(), writing.value().length));
    }
  }

  private void view(long number) {
    byte[] encoded = loop.view().encoded();
    if (encoded.length > Protocol.MAX_FRAME_BYTES - 16) {
      fail(
          Asked.VIEW,
          number,
          FailureCode.NOT_IMPLEMENTED,
          "the view of this cluster has %d bytes, more than an answer can"
              .formatted(encoded.length));
      return;
    }
    loop.stats().answered(Asked.VIEW, null);
    answers.say(number, new Response.View(encoded));
  }

  private void begun() {
    inFlight++;
    loop.resources().addInFlight(1);
  }

  private int timeoutMs(Request.Terms terms) {
    return terms.timeoutMs() == 0 ? loop.settings().requests().defaultMs() : terms.timeoutMs();
  }

  /**
   * Checks what all requests have in common.
   *
   * @return the keyspace's name, or null when the request was answered because something is wrong
   */
  private String keyspace(Asked asked, long number, Request.Terms terms, byte[] key) {
    if (leaving) {
      fail(
          asked,
          number,
          FailureCode.OVERLOADED,
          "%s is stopping: nothing was attempted, ask another node".formatted(loop.nodeId()));
    } else if (loop.resources().isFull()) {
      fail(
          asked,
          number,
          FailureCode.OVERLOADED,
          "%s holds %d bytes for requests, all that it may: nothing was attempted"
              .formatted(loop.nodeId(), loop.resources().maxBytes()));
    } else {
      Violation violation = violation(terms, key);
      if (violation != null) {
        fail(asked, number, violation.code(), violation.detail());
        return null;
      }
      ViewOfTopology view = loop.view();
      String name = view.keyspace(terms.keyspaceId());
      if (name == null) {
        fail(asked, number, FailureCode.UNKNOWN_KEYSPACE, unknown(terms.keyspaceId(), view));
      }
      return name;
    }
    return null;
  }

  private Violation violation(Request.Terms terms, byte[] key) {
    Violation violation = RequestRules.sloppy(terms.sloppy());
    if (violation == null && terms.timeoutMs() != 0) {
      violation = rules.timeout(terms.timeoutMs());
    }
    return violation == null ? rules.key(key.length) : violation;
  }

  private static String unknown(int id, ViewOfTopology view) {
    Topology topology = view.topology();
    return "there is no keyspace of id %d in epoch %d; there are: %s"
        .formatted(id, topology.epoch(), Excerpt.text(topology.keyspaces().keySet()));
  }

  private boolean isValid(Asked asked, long number, Request.Writing writing) {
    Violation violation = rules.value(writing.value().length);
    if (violation == null) {
      violation = RequestRules.contentType(writing.contentType());
    }
    if (violation != null) {
      fail(asked, number, violation.code(), violation.detail());
    }
    return violation == null;
  }

  /** All contexts together; null when the request was answered because one is none of this key. */
  private CausalContext context(
      Asked asked, long number, Request.Terms terms, byte[] key, List<byte[]> sealed) {
    if (sealed.isEmpty()) {
      return CausalContext.EMPTY;
    }
    try {
      return RequestRules.context(loop.contexts(), terms.keyspaceId(), key, sealed);
    } catch (MalformedContextException e) {
      Violation violation = RequestRules.notAContext("a context of the request", e);
      fail(asked, number, violation.code(), violation.detail());
      return null;
    }
  }

  private void fail(Asked asked, long number, FailureCode code, String message) {
    answers.failed(asked, number, code, Outcome.NONE, message);
  }

  /** A request that the store has not answered yet. */
  private abstract class Call<T> implements Completable<T> {
    final Asked asked;
    final long number;
    final int keyspaceId;
    final byte[] key;
    private T result;
    private Throwable failure;

    Call(Asked asked, long number, int keyspaceId, byte[] key) {
      this.asked = asked;
      this.number = number;
      this.keyspaceId = keyspaceId;
      this.key = key;
    }

    @Override
    public void complete(T value, Throwable cause) {
      if (abandoned) {
        return;
      }
      result = value;
      failure = cause;
      waiting.add(this);
      done.run();
    }

    void answer() {
      inFlight--;
      loop.resources().addInFlight(-1);
      if (failure == null) {
        encode(result);
      } else {
        answers.failed(asked, number, failure);
      }
    }

    abstract void encode(T value);
  }

  private final class Read extends Call<ReadResult> {
    Read(long number, int keyspaceId, byte[] key) {
      super(Asked.GET, number, keyspaceId, key);
    }

    @Override
    void encode(ReadResult value) {
      answers.values(asked, number, keyspaceId, key, value);
    }
  }

  private final class Write extends Call<WriteResult> {
    private final int heldBytes;

    Write(Asked asked, long number, int keyspaceId, byte[] key, int heldBytes) {
      super(asked, number, keyspaceId, key);
      this.heldBytes = heldBytes;
    }

    @Override
    public void complete(WriteResult value, Throwable cause) {
      loop.resources().addBytes(-heldBytes);
      super.complete(value, cause);
    }

    @Override
    void encode(WriteResult value) {
      answers.written(asked, number, keyspaceId, key, value);
    }
  }
}
