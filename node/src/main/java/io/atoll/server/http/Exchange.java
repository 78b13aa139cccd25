package io.atoll.server.http;

import io.atoll.platform.http.HttpExchange;
import io.atoll.platform.http.Json;
import io.atoll.replication.Outcome;
import io.atoll.wire.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** One request to a node and its answer. Used on its loop only. */
final class Exchange extends HttpExchange {
  private final HttpMeters meters;
  private final Operation operation;

  Exchange(LoopState loop, HttpServerRequest request, Operation operation) {
    super(loop.server(), request, operation);
    this.meters = loop.meters();
    this.operation = operation;
    watchClient();
  }

  Operation operation() {
    return operation;
  }

  /** Sets a header of the answer. */
  Exchange header(CharSequence name, CharSequence value) {
    response().putHeader(name, value);
    return this;
  }

  /** Tells the client, and the meters, what the replicas did. */
  Exchange outcome(Outcome outcome) {
    meters.asked(operation, outcome);
    response()
        .putHeader(
            Names.REPLICAS,
            "asked="
                + outcome.asked()
                + ", answered="
                + outcome.answered()
                + ", required="
                + outcome.required()
                + ", hints="
                + outcome.hints()
                + ", epoch="
                + outcome.epoch()
                + (outcome.overlapping() ? ", guarantee=overlapping" : ", guarantee=eventual"));
    return this;
  }

  /** Answers with JSON. */
  void json(int status, Object value) {
    header(HttpHeaders.CONTENT_TYPE, Names.JSON).answer(status, Json.encode(value));
  }

  @Override
  public boolean hold(int bytes) {
    if (!super.hold(bytes)) {
      return false;
    }
    meters.received(bytes);
    return true;
  }

  @Override
  protected void begin(int status, int bodyBytes) {
    super.begin(status, bodyBytes);
    meters.sent(bodyBytes);
  }

  @Override
  protected void refused(ProblemType type) {
    meters.failed(operation, type);
  }
}
