package io.atoll.client;

import io.atoll.client.engine.CallFailure;
import io.atoll.client.engine.CallTerms;
import io.atoll.client.engine.Engine;
import io.atoll.wire.ClusterView;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An engine of which each request waits until the test says what comes of it. */
final class FakeEngine implements Engine {
  /** A request under way; exactly one of reading and writing is there. */
  static final class Call {
    final String keyspace;
    final CallTerms terms;
    final Request.Reading reading;
    final Request.Writing writing;
    private final Listener<Response.Values> reader;
    private final Listener<Response.Written> writer;

    private Call(
        String keyspace,
        CallTerms terms,
        Request.Reading reading,
        Listener<Response.Values> reader,
        Request.Writing writing,
        Listener<Response.Written> writer) {
      this.keyspace = keyspace;
      this.terms = terms;
      this.reading = reading;
      this.reader = reader;
      this.writing = writing;
      this.writer = writer;
    }

    byte[] key() {
      return reading == null ? writing.key() : reading.key();
    }

    List<byte[]> contexts() {
      return reading == null ? writing.contexts() : reading.minContexts();
    }

    void answer(Response.Values values) {
      reader.answered(values);
    }

    void answer(Response.Written written) {
      writer.answered(written);
    }

    void fail(CallFailure failure) {
      (reading == null ? writer : reader).failed(failure);
    }

    void fail(FailureCode code) {
      fail(
          new CallFailure(
              CallFailure.Kind.ANSWERED,
              code,
              Outcome.NONE,
              !code.withoutEffect(),
              "said the node"));
    }

    /** Does it at a replica, and answers at once. */
    void doAt(FakeReplica replica) {
      if (reading == null) {
        answer(replica.write(keyspace, writing));
      } else if (replica.hasSeen(keyspace, reading.key(), Seen.ofAll(reading.minContexts()))) {
        answer(replica.read(keyspace, reading.key()));
      } else {
        fail(FailureCode.CONTEXT_NOT_REACHED);
      }
    }
  }

  final List<Call> underWay = new ArrayList<>();
  final Map<String, ClusterView.KeyspaceView> keyspaces = new TreeMap<>();
  boolean closed;

  FakeEngine() {
    define("users", false);
    define("latest", true);
  }

  private void define(String name, boolean lastWriterWins) {
    keyspaces.put(
        name, new ClusterView.KeyspaceView(1, name, lastWriterWins, 3, 3, Map.of("eu", 3)));
  }

  /** The oldest request under way, which ends with what the test does to it. */
  Call take() {
    return underWay.removeFirst();
  }

  /** Does all requests, and those that follow from them, at one replica. */
  void doAllAt(FakeReplica replica) {
    while (!underWay.isEmpty()) {
      take().doAt(replica);
    }
  }

  @Override
  public void get(
      String keyspace, Request.Reading reading, CallTerms terms, Listener<Response.Values> to) {
    underWay.add(new Call(keyspace, terms, reading, to, null, null));
  }

  @Override
  public void write(
      String keyspace, Request.Writing writing, CallTerms terms, Listener<Response.Written> to) {
    underWay.add(new Call(keyspace, terms, null, null, writing, to));
  }

  @Override
  public void getMany(
      String keyspace,
      List<Request.Reading> readings,
      CallTerms terms,
      List<? extends Listener<Response.Values>> to) {
    for (int i = 0; i < readings.size(); i++) {
      get(keyspace, readings.get(i), terms, to.get(i));
    }
  }

  @Override
  public void writeMany(
      String keyspace,
      List<Request.Writing> writings,
      CallTerms terms,
      List<? extends Listener<Response.Written>> to) {
    for (int i = 0; i < writings.size(); i++) {
      write(keyspace, writings.get(i), terms, to.get(i));
    }
  }

  @Override
  public ClusterView view() {
    return new ClusterView("test", 1, 1, List.of(), keyspaces, Map.of());
  }

  @Override
  public void close(Runnable then) {
    closed = true;
    then.run();
  }
}
