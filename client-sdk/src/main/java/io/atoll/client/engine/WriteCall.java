package io.atoll.client.engine;

import io.atoll.wire.ClusterView;
import io.atoll.wire.Request;
import io.atoll.wire.Response;

/** A put or a delete. */
final class WriteCall extends Call {
  private static final int MOST_BYTES_OF_A_CHAR = 3;

  private final Request.Writing writing;
  private final Engine.Listener<Response.Written> listener;

  WriteCall(
      String keyspace,
      Request.Writing writing,
      CallTerms terms,
      Engine.Listener<Response.Written> listener,
      long nowNanos) {
    super(
        keyspace,
        terms,
        writing.key().length
            + sizeOf(writing.contexts())
            + MOST_BYTES_OF_A_CHAR * writing.contentType().length()
            + writing.value().length,
        nowNanos);
    this.writing = writing;
    this.listener = listener;
  }

  Request.Writing writing() {
    return writing;
  }

  @Override
  EngineStats.Operation operation() {
    return EngineStats.Operation.WRITE;
  }

  @Override
  byte[] key() {
    return writing.key();
  }

  @Override
  Request request(Request.Terms attemptTerms) {
    return new Request.Write(attemptTerms, writing);
  }

  @Override
  boolean isAnsweredBy(Response response) {
    return response instanceof Response.Written;
  }

  @Override
  void answer(Response response) {
    listener.answered((Response.Written) response);
  }

  @Override
  void fail(CallFailure failure) {
    listener.failed(failure);
  }

  @Override
  String invalidity() {
    if (writing.delete() && (writing.value().length > 0 || !writing.contentType().isEmpty())) {
      return "a delete has neither a content type nor a value";
    }
    String ofContexts = invalidity(writing.contexts());
    return ofContexts == null ? super.invalidity() : ofContexts;
  }

  @Override
  int defaultLevel(ClusterView.KeyspaceView view) {
    return view.writeLevel();
  }
}
