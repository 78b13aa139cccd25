package io.atoll.router.proxy;

import io.atoll.wire.ProblemType;
import io.vertx.core.Completable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * What a client is told. It is told once, and its request ends once: when the answer is written, or
 * the client has gone. Only then is its place given back, so that a slow reader counts too.
 *
 * <p>Used on its loop only.
 */
final class Reply implements Completable<Void> {
  private static final Runnable NOTHING = () -> {};

  private final LoopState loop;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Kind kind;
  private final ClientConnections.Connection connection;
  private final long startNanos;
  private int heldBytes;
  private Runnable release = NOTHING;
  private Runnable onGone = NOTHING;
  private boolean answered;
  private boolean gone;
  private boolean ended;

  Reply(LoopState loop, HttpServerRequest request, Kind kind) {
    this.loop = loop;
    this.request = request;
    this.response = request.response();
    this.kind = kind;
    this.startNanos = loop.now();
    this.connection = loop.connections().of(request.connection(), startNanos);
    connection.requestBegan();
    loop.admission().enter();
    response.exceptionHandler(why -> onGone.run());
  }

  /** Called when the client goes away. */
  void onGone(Runnable action) {
    onGone = action;
  }

  /** Whether there is nothing more to say. */
  boolean isOver() {
    return answered || gone;
  }

  /** Takes note of bytes of the request's body; false when the loop has no room for them. */
  boolean hold(int bytes) {
    if (!loop.admission().hold(bytes)) {
      return false;
    }
    heldBytes += bytes;
    return true;
  }

  /**
   * Passes on the whole answer of a node.
   *
   * @param attempts how many nodes were asked
   * @param whenWritten gives back what holds the answer
   */
  void give(Answer answer, int attempts, Runnable whenWritten) {
    if (isOver()) {
      whenWritten.run();
      return;
    }
    begin(answer, attempts, whenWritten);
    Buffer body = answer.body();
    (body == null ? response.end() : response.end(body)).onComplete(this);
  }

  /**
   * Passes on an answer as it arrives. When it breaks off the client's connection, or its HTTP/2
   * stream, is broken too, for what was sent cannot be taken back.
   */
  void stream(Answer begun, int attempts, HttpClientResponse rest, Runnable whenWritten) {
    begin(begun, attempts, whenWritten);
    String length = begun.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    } else {
      response.setChunked(true);
    }
    onGone =
        () -> {
          rest.request().reset();
          end();
        };
    rest.exceptionHandler(broken -> breakOff());
    rest.handler(
        chunk -> {
          response.write(chunk);
          if (response.writeQueueFull()) {
            rest.pause();
            response.drainHandler(drained -> rest.resume());
          }
        });
    rest.endHandler(whole -> response.end().onComplete(this));
    response.write(begun.body());
    rest.resume();
  }

  private void begin(Answer answer, int attempts, Runnable whenWritten) {
    answered = true;
    release = whenWritten;
    boolean bodiless = HttpMethod.HEAD.equals(request.method()) || answer.status() == 304;
    response.setStatusCode(answer.status());
    Headers.copyAnswer(answer.headers(), response.headers(), bodiless);
    response.putHeader(
        Headers.ROUTER,
        "dc="
            + answer.flight().dc().name()
            + ", node="
            + answer.flight().node().address().name()
            + ", attempts="
            + attempts);
    loop.meters().answered(kind, answer.status(), loop.now() - startNanos);
  }

  private void breakOff() {
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      request.connection().close();
    }
    end();
  }

  /** Answers with an error of the router's own. */
  void problem(Problem problem) {
    problem(problem, 0);
  }

  /** The same, after so many nodes were asked. */
  void problem(Problem problem, int attempts) {
    if (isOver()) {
      return;
    }
    if (kind != Kind.OWN) {
      response.putHeader(Headers.ROUTER, "attempts=" + attempts);
    }
    loop.meters().refused(problem.type());
    response.putHeader(HttpHeaders.CONTENT_TYPE, ProblemType.MEDIA_TYPE);
    if (problem.retryAfterS() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterS()));
    }
    if (problem.type() == ProblemType.METHOD_NOT_ALLOWED) {
      response.putHeader(HttpHeaders.ALLOW, "GET, HEAD");
    }
    own(problem.type().status(), problem.encode());
  }

  /** Answers with a page of the router's own. */
  void page(String mediaType, Buffer body) {
    if (!isOver()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
      own(200, body);
    }
  }

  private void own(int status, Buffer body) {
    answered = true;
    loop.meters().answered(kind, status, loop.now() - startNanos);
    response.setStatusCode(status);
    if (HttpMethod.HEAD.equals(request.method())) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      response.end().onComplete(this);
    } else {
      response.end(body).onComplete(this);
    }
  }

  /** Answers what is no HTTP; its connection closes. */
  void malformed(Problem problem) {
    response.putHeader(HttpHeaders.CONNECTION, "close");
    problem(problem);
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
    connection.condemn(loop.now() + 1_000_000_000L);
    request.handler(unread -> {});
    request.endHandler(complete -> request.connection().close());
    malformed(problem);
  }

  /** The answer is written, or could not be. */
  @Override
  public void complete(Void nothing, Throwable failure) {
    end();
  }

  /** The client has gone; there is nobody to tell anything. */
  void gone() {
    if (!isOver()) {
      gone = true;
      loop.meters().aborted(kind);
    }
    end();
  }

  private void end() {
    if (!ended) {
      ended = true;
      release.run();
      release = NOTHING;
      loop.admission().leave();
      loop.admission().release(heldBytes);
      connection.requestEnded(loop.now());
    }
  }
}
