package io.atoll.router.proxy;

import io.atoll.platform.http.HttpExchange;
import io.atoll.platform.http.Problem;
import io.atoll.wire.ProblemType;
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
final class Reply extends HttpExchange {
  private static final Runnable NOTHING = () -> {};

  private final LoopState loop;
  private final Kind kind;
  private Runnable release = NOTHING;
  private Runnable onGone = NOTHING;

  Reply(LoopState loop, HttpServerRequest request, Kind kind) {
    super(loop.server(), request, kind);
    this.loop = loop;
    this.kind = kind;
    watchClient();
  }

  /** Called when the client has gone. */
  void onGone(Runnable action) {
    onGone = action;
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
    unread(body == null ? 0 : body.length());
    (body == null ? response().end() : response().end(body)).onComplete(this);
  }

  /**
   * Passes on an answer as it arrives. When it breaks off the client's connection, or its HTTP/2
   * stream, is broken too, for what was sent cannot be taken back.
   */
  void stream(Answer begun, int attempts, HttpClientResponse rest, Runnable whenWritten) {
    begin(begun, attempts, whenWritten);
    HttpServerResponse response = response();
    String length = begun.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    } else {
      response.setChunked(true);
    }
    onGone = () -> rest.request().reset();
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
    begin(answer.status(), 0);
    release = whenWritten;
    boolean bodiless = HttpMethod.HEAD.equals(method()) || answer.status() == 304;
    HttpServerResponse response = response();
    Headers.copyAnswer(answer.headers(), response.headers(), bodiless);
    response.putHeader(
        Headers.ROUTER,
        "dc="
            + answer.ticket().dc().name()
            + ", node="
            + answer.ticket().node().address().name()
            + ", attempts="
            + attempts);
  }

  private void breakOff() {
    if (request().version() == HttpVersion.HTTP_2) {
      response().reset();
    } else {
      request().connection().close();
    }
    end();
  }

  /** Answers with an error of the router's own. */
  @Override
  public void problem(Problem problem) {
    problem(problem, 0);
  }

  /** The same, after so many nodes were asked. */
  void problem(Problem problem, int attempts) {
    if (kind != Kind.OWN && !isOver()) {
      response().putHeader(Headers.ROUTER, "attempts=" + attempts);
    }
    super.problem(problem);
  }

  /** Answers with a page of the router's own. */
  void page(String mediaType, Buffer body) {
    if (!isOver()) {
      response().putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
      answer(200, body);
    }
  }

  @Override
  public void gone(Throwable why) {
    super.gone(why);
    onGone.run();
  }

  @Override
  protected void refused(ProblemType type) {
    loop.meters().refused(type);
  }

  @Override
  protected void ended() {
    release.run();
    release = NOTHING;
  }
}
