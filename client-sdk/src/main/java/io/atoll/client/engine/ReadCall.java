package io.atoll.client.engine;

import io.atoll.wire.ClusterView;
import io.atoll.wire.Request;
import io.atoll.wire.Response;

/** A read. */
final class ReadCall extends Call {
  private final Request.Reading reading;
  private final Engine.Listener<Response.Values> listener;

  ReadCall(
      String keyspace,
      Request.Reading reading,
      CallTerms terms,
      Engine.Listener<Response.Values> listener,
      long nowNanos) {
    super(keyspace, terms, reading.key().length + sizeOf(reading.minContexts()), nowNanos);
    this.reading = reading;
    this.listener = listener;
  }

  Request.Reading reading() {
    return reading;
  }

  @Override
  EngineStats.Operation operation() {
    return EngineStats.Operation.READ;
  }

  @Override
  byte[] key() {
    return reading.key();
  }

  @Override
  Request request(Request.Terms attemptTerms) {
    return new Request.Get(attemptTerms, reading);
  }

  @Override
  boolean isAnsweredBy(Response response) {
    return response instanceof Response.Values;
  }

  @Override
  void answer(Response response) {
    listener.answered((Response.Values) response);
  }

  @Override
  void fail(CallFailure failure) {
    listener.failed(failure);
  }

  @Override
  String invalidity() {
    String ofContexts = invalidity(reading.minContexts());
    return ofContexts == null ? super.invalidity() : ofContexts;
  }

  @Override
  int defaultLevel(ClusterView.KeyspaceView view) {
    return view.readLevel();
  }
}
