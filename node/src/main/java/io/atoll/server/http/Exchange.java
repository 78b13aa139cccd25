package io.atoll.server.http;

import io.atoll.replication.Outcome;
import io.atoll.wire.ProblemType;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One request and its answer. It is answered at most once and ends exactly once: when the answer is
 * written, or when the client has gone and the node no longer works for it. Only then are its
 * bounds given back, so that what a slow reader or a client that comes and goes makes the node hold
 * counts too.
 *
 * <p>Used on its loop only.
 */
final class Exchange implements Completable<Void> {
  private final LoopState loop;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Operation operation;
  private final Connections.Connection connection;
  private final long startNanos;
  private int heldBytes;
  private boolean working;
  private boolean gone;
  private boolean answered;
  private boolean ended;

  Exchange(LoopState loop, HttpServerRequest request, Operation operation) {
    this.loop = loop;
    this.request = request;
    this.response = request.response();
    this.operation = operation;
    this.startNanos = loop.clock().nanos();
    this.connection = loop.connections().of(request.connection(), startNanos);
    connection.requestBegan();
    loop.admission().enter();
    response.exceptionHandler(this::gone);
  }

  HttpServerRequest request() {
    return request;
  }

  HttpMethod method() {
    return request.method();
  }

  Operation operation() {
    return operation;
  }

  long startNanos() {
    return startNanos;
  }

  /** Whether there is nothing more to say: it was answered, or the client has gone. */
  boolean isOver() {
    return answered || gone;
  }

  /**
   * Goes on when the node has done what it was asked for, unless the client has gone by then.
   *
   * @param then gets the result, or null and why there is none
   */
  <T> void await(Future<T> work, BiConsumer<T, Throwable> then) {
    working = true;
    work.onComplete(
        (result, failure) -> {
          working = false;
          if (gone) {
            end();
            return;
          }
          try {
            then.accept(result, failure);
          } catch (RuntimeException e) {
            Failures.unexpected(this, e);
          }
        });
  }

  /** Sets a header of the answer. */
  Exchange header(CharSequence name, CharSequence value) {
    response.putHeader(name, value);
    return this;
  }

  /** Tells the client, and the meters, what the replicas did. */
  Exchange outcome(Outcome outcome) {
    loop.meters().asked(operation, outcome);
    response.putHeader(
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

  /** Takes note of bytes of the request's body; false when the loop has no room for them. */
  boolean hold(int bytes) {
    if (!loop.admission().hold(bytes)) {
      return false;
    }
    heldBytes += bytes;
    loop.meters().received(bytes);
    return true;
  }

  /** Answers without a body. */
  void answer(int status) {
    answer(status, null);
  }

  /** Answers with a body, of which a HEAD request gets the length only. */
  void answer(int status, Buffer body) {
    if (isOver()) {
      return;
    }
    answered = true;
    int bodyBytes = body == null ? 0 : body.length();
    boolean head = body != null && HttpMethod.HEAD.equals(request.method());
    loop.meters()
        .answered(operation, status, loop.clock().nanos() - startNanos, head ? 0 : bodyBytes);
    response.setStatusCode(status);
    if (head) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bodyBytes));
    }
    (body == null || head ? response.end() : response.end(body)).onComplete(this);
  }

  /** Answers with JSON. */
  void json(int status, Object value) {
    header(HttpHeaders.CONTENT_TYPE, Names.JSON).answer(status, Json.encode(value));
  }

  /** Answers with an error. */
  void problem(Problem problem) {
    if (isOver()) {
      return;
    }
    loop.meters().failed(operation, problem.type());
    response.putHeader(HttpHeaders.CONTENT_TYPE, ProblemType.MEDIA_TYPE);
    if (problem.type().isTransient()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      response.putHeader(header.getKey(), header.getValue());
    }
    answer(problem.type().status(), problem.encode());
  }

  /**
   * Answers with an error while the body is still arriving and nobody will read it. The client of
   * an HTTP/1 connection has a second to take the answer, for a connection that is closed upon
   * unread bytes may lose it; an HTTP/2 client is told to stop its stream.
   */
  void refuseBody(Problem problem) {
    if (isOver()) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      problem(problem);
      response.reset(0);
      return;
    }
    connection.condemn(loop.clock().nanos() + 1_000_000_000L);
    request.handler(unread -> {});
    request.endHandler(complete -> request.connection().close());
    response.putHeader(HttpHeaders.CONNECTION, Names.CLOSE);
    problem(problem);
  }

  /** The answer is written, or could not be. */
  @Override
  public void complete(Void nothing, Throwable failure) {
    end();
  }

  /** The client has gone; there is nobody to answer. */
  void gone(Throwable why) {
    if (!isOver()) {
      gone = true;
      loop.meters().aborted(operation);
    }
    if (!working) {
      end();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      loop.admission().leave(heldBytes);
      connection.requestEnded(loop.clock().nanos());
    }
  }
}
