package io.atoll.platform.http;

import io.atoll.wire.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * The arrival of one request body, bounded while it arrives: memory follows the bytes that came,
 * never the length that was declared, and what exceeds the limit is refused as soon as that is
 * known. How the bytes are kept is its owner's. Used on one loop.
 */
public abstract class BodyReceipt implements Handler<Buffer> {
  private final ServerLoop loop;
  private final HttpExchange exchange;
  private final int limitBytes;

  protected BodyReceipt(HttpExchange exchange, int limitBytes) {
    this.loop = exchange.loop();
    this.exchange = exchange;
    this.limitBytes = limitBytes;
  }

  /** Keeps one more piece, which is within the limit. */
  protected abstract void keep(Buffer piece);

  /** Bytes that were kept. */
  protected abstract int size();

  /** Every piece was kept; never called when the body is refused. */
  protected abstract void whole();

  protected int limitBytes() {
    return limitBytes;
  }

  /** Begins to receive the body, or answers the request with an error. */
  public void start() {
    HttpServerRequest request = exchange.request();
    if (declaredBytes(request) > limitBytes) {
      refuseTooLarge();
      return;
    }
    loop.bodies().add(this);
    request.handler(this).endHandler(this::end).exceptionHandler(this::broken);
    String expected = request.getHeader(HttpHeaders.EXPECT);
    if (expected != null
        && expected.equalsIgnoreCase("100-continue")
        && request.version() != HttpVersion.HTTP_1_0) {
      request.response().writeContinue();
    }
  }

  long startNanos() {
    return exchange.startNanos();
  }

  @Override
  public void handle(Buffer piece) {
    exchange.bodyPiece(piece.length());
    if (exchange.isOver()) {
      return;
    }
    if (piece.length() > limitBytes - size()) {
      refuseTooLarge();
    } else if (!exchange.hold(piece.length())) {
      loop.bodies().remove(this);
      exchange.refuseBody(
          new Problem(ProblemType.OVERLOADED, loop.admission().fullBecause(loop.server())));
    } else {
      keep(piece);
    }
  }

  /** Others need its memory, and it has had some time. */
  void makeRoom() {
    loop.bodies().remove(this);
    exchange.refuseBody(
        new Problem(ProblemType.OVERLOADED, loop.admission().fullBecause(loop.server())));
  }

  /** It took too long. */
  void giveUp() {
    loop.bodies().remove(this);
    exchange.refuseBody(
        new Problem(
            ProblemType.REQUEST_TIMEOUT,
            "%d bytes of the body arrived within %d ms, and no end"
                .formatted(size(), loop.bodies().timeoutMs())));
  }

  private void end(Void nothing) {
    loop.bodies().remove(this);
    if (exchange.isOver()) {
      return;
    }
    try {
      whole();
    } catch (RuntimeException | AssertionError e) {
      exchange.defect(e);
    }
  }

  private void broken(Throwable why) {
    loop.bodies().remove(this);
    exchange.gone(why);
  }

  private void refuseTooLarge() {
    loop.bodies().remove(this);
    exchange.refuseBody(
        new Problem(
                ProblemType.BODY_TOO_LARGE,
                "the body is larger than the limit of %d bytes".formatted(limitBytes))
            .with("limitBytes", limitBytes));
  }

  private static long declaredBytes(HttpServerRequest request) {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (declared == null) {
      return 0;
    }
    try {
      return Long.parseLong(declared);
    } catch (NumberFormatException e) {
      // The HTTP decoder refuses a malformed length; one too long for it is too large for us.
      return Long.MAX_VALUE;
    }
  }
}
