package io.atoll.router.proxy;

import io.atoll.router.health.InFlightRequest;
import io.atoll.wire.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * What a node answered.
 *
 * @param ticket the request that it answered
 * @param body as much of it as was held, or null when there was none
 */
record Answer(InFlightRequest ticket, int status, MultiMap headers, Buffer body) {
  private static final int LONGEST_PROBLEM_BYTES = 64 * 1024;

  /** The kind of problem that it is, the end of its type; "" when it is none. */
  String problemKind() {
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    if (body == null
        || body.length() > LONGEST_PROBLEM_BYTES
        || type == null
        || !type.startsWith(ProblemType.MEDIA_TYPE)) {
      return "";
    }
    try {
      return ProblemType.kindOf(new JsonObject(body).getString("type"));
    } catch (DecodeException | ClassCastException e) {
      return "";
    }
  }
}
