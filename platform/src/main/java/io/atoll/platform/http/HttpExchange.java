package io.atoll.platform.http;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer. It is answered at most once and ends exactly once: when the answer is
 * written, or when the client has gone and the server no longer works for it. Only then are its
 * bounds given back, so that what a slow reader or a client that comes and goes makes the server
 * hold counts too.
 *
 * <p>Used on its loop only.
 */
public abstract class HttpExchange implements Completable<Void> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");

  private final ServerLoop loop;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final RequestKind kind;
  private final Connection connection;
  private final long startNanos;
  private final long headBytes;
  private long heldBytes;
  private long unreadBytes;
  private boolean working;
  private boolean gone;
  private boolean answered;
  private boolean ended;

  protected HttpExchange(ServerLoop loop, HttpServerRequest request, RequestKind kind) {
    this.loop = loop;
    this.request = request;
    this.response = request.response();
    this.kind = kind;
    this.startNanos = loop.now();
    this.connection = loop.connections().of(request.connection(), startNanos);
    this.headBytes = Admission.memoryOfHead(connection.requestBegan(request));
    loop.admission().enter(headBytes);
  }

  /** Hears from now on when the client goes; the last thing that a constructor does. */
  protected final void watchClient() {
    response.exceptionHandler(this::gone);
  }

  /** It is answered with a problem of that type, which meters may count. */
  protected abstract void refused(ProblemType type);

  /** It is answered with a status and that many bytes; called once at most, before any is sent. */
  protected void begin(int status, int bodyBytes) {
    answered = true;
    loop.meters().answered(kind, status, loop.now() - startNanos);
    response.setStatusCode(status);
  }

  /** It has ended, and what it held is given back. */
  protected void ended() {}

  ServerLoop loop() {
    return loop;
  }

  public HttpServerRequest request() {
    return request;
  }

  public HttpMethod method() {
    return request.method();
  }

  protected HttpServerResponse response() {
    return response;
  }

  public long startNanos() {
    return startNanos;
  }

  /** Whether there is nothing more to say: it was answered, or the client has gone. */
  public boolean isOver() {
    return answered || gone;
  }

  /**
   * Goes on when the server has done what it was asked for, unless the client has gone by then.
   *
   * @param then gets the result, or null and why there is none
   */
  public <T> void await(Future<T> work, BiConsumer<T, Throwable> then) {
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
          } catch (RuntimeException | AssertionError e) {
            defect(e);
          }
        });
  }

  /** A piece of the request's body came. */
  void bodyPiece(int bytes) {
    connection.bodyPiece(bytes);
  }

  /** Takes note of bytes held for the request; false when there is no room for them. */
  public boolean hold(int bytes) {
    if (!loop.admission().hold(bytes)) {
      return false;
    }
    heldBytes += bytes;
    return true;
  }

  /** Answers without a body. */
  public void answer(int status) {
    answer(status, null);
  }

  /** Answers with a body, of which a HEAD request gets the length only. */
  public void answer(int status, Buffer body) {
    if (isOver()) {
      return;
    }
    int bodyBytes = body == null ? 0 : body.length();
    boolean head = body != null && HttpMethod.HEAD.equals(request.method());
    if (head || bodyBytes <= Admission.SMALL_ANSWER_BYTES) {
      // Held with the request already; but that many of them on a connection lie unread too.
      unread(Admission.SMALL_ANSWER_BYTES);
    } else if (!holdAnswer(bodyBytes)) {
      noRoomForAnswer(bodyBytes);
      return;
    }
    begin(status, head ? 0 : bodyBytes);
    if (body != null) {
      // What is declared as data stays data, whatever it looks like.
      response.putHeader(CONTENT_TYPE_OPTIONS, NO_SNIFF);
    }
    if (head) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bodyBytes));
    }
    (body == null || head ? response.end() : response.end(body)).onComplete(this);
  }

  private boolean holdAnswer(int bytes) {
    if (!loop.admission().hold(bytes)) {
      return false;
    }
    heldBytes += bytes;
    unread(bytes);
    return true;
  }

  /** Takes note of bytes of the answer that the client has not read, until the exchange ends. */
  protected void unread(long bytes) {
    unreadBytes += bytes;
    connection.answering(bytes, loop.now());
  }

  private void noRoomForAnswer(int bytes) {
    response.headers().clear();
    problem(
        new Problem(
            ProblemType.OVERLOADED,
            "the %s has no room for the %d bytes of the answer now; nothing was changed"
                .formatted(loop.server(), bytes)));
  }

  /** Answers with an error. */
  public void problem(Problem problem) {
    if (isOver()) {
      return;
    }
    refused(problem.type());
    response.putHeader(HttpHeaders.CONTENT_TYPE, ProblemType.MEDIA_TYPE);
    if (problem.type().isTransient()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      response.putHeader(header.getKey(), header.getValue());
    }
    answer(problem.type().status(), problem.encode());
  }

  /** Answers what is no valid HTTP; an HTTP/1 connection closes. */
  public void malformed(Problem problem) {
    if (request.version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    problem(problem);
  }

  /**
   * Answers with an error while the body is still arriving and nobody will read it. The client of
   * an HTTP/1 connection has a second to take the answer, for a connection that is closed upon
   * unread bytes may lose it; an HTTP/2 client is told to stop its stream.
   */
  public void refuseBody(Problem problem) {
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

  /** A defect: the client learns that there is one, the log learns which. */
  public void defect(Throwable failure) {
    LOG.error("A {} request failed unexpectedly", kind.label(), failure);
    problem(
        new Problem(
            ProblemType.INTERNAL,
            "an unexpected failure, which the log of the %s explains".formatted(loop.server())));
  }

  /** The answer is written, or could not be. */
  @Override
  public void complete(Void nothing, Throwable failure) {
    end();
    if (failure != null && request.version() != HttpVersion.HTTP_2) {
      // Whatever the client got is not the whole answer, and must not be taken for it.
      connection.giveUp();
    }
  }

  /**
   * The client has gone and there is nobody to answer, or the body cannot be decoded and it hears
   * so; either way nothing more is done.
   */
  public void gone(Throwable why) {
    Problem undecodable = InvalidRequest.inBody(why);
    if (undecodable != null && !isOver()) {
      malformed(undecodable);
    }
    if (!isOver()) {
      gone = true;
      loop.meters().aborted(kind);
    }
    if (!working) {
      end();
    }
  }

  /** Nothing more is done for it. */
  protected void end() {
    if (!ended) {
      ended = true;
      ended();
      loop.admission().leave(headBytes);
      loop.admission().release(heldBytes);
      long nowNanos = loop.now();
      connection.requestEnded(nowNanos);
      if (unreadBytes > 0) {
        connection.answered(unreadBytes, nowNanos);
      }
    }
  }
}
