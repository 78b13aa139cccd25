package io.atoll.router.proxy;

import io.atoll.wire.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * The arrival of one request body, bounded while it arrives: memory follows the bytes that came,
 * never the length that was declared. The whole body is kept, so that it can be sent again.
 */
final class BodyReceipt implements Handler<Buffer> {
  private final LoopState loop;
  private final Exchange exchange;
  private final Consumer<Buffer> whole;
  private final long startNanos;
  private final Pieces body = new Pieces();

  private BodyReceipt(LoopState loop, Exchange exchange, Consumer<Buffer> whole, long startNanos) {
    this.loop = loop;
    this.exchange = exchange;
    this.whole = whole;
    this.startNanos = startNanos;
  }

  /**
   * Receives the body of a request, or answers the request with an error.
   *
   * @param whole gets the body when it is complete, or null when there is none; never called when
   *     it is refused
   */
  static void receive(LoopState loop, Exchange exchange, Consumer<Buffer> whole) {
    HttpServerRequest request = exchange.request();
    BodyReceipt receipt = new BodyReceipt(loop, exchange, whole, loop.now());
    if (declaredBytes(request) > loop.settings().bounds().bodyBytes()) {
      receipt.refuseTooLarge();
      return;
    }
    loop.bodies().add(receipt);
    request.handler(receipt).endHandler(receipt::end).exceptionHandler(receipt::broken);
    String expected = request.getHeader(HttpHeaders.EXPECT);
    if (expected != null && expected.equalsIgnoreCase("100-continue")) {
      request.response().writeContinue();
    }
  }

  boolean isOverdue(long nowNanos) {
    return nowNanos - startNanos >= loop.settings().times().bodyMs() * 1_000_000;
  }

  @Override
  public void handle(Buffer chunk) {
    if (exchange.isOver()) {
      return;
    }
    if (chunk.length() > loop.settings().bounds().bodyBytes() - body.length()) {
      refuseTooLarge();
    } else if (!exchange.hold(chunk.length())) {
      loop.bodies().remove(this);
      exchange.refuseBody(
          new Problem(
              ProblemType.OVERLOADED,
              "the router holds as many bytes of bodies as it may; nothing was attempted"));
    } else {
      body.add(chunk);
    }
  }

  /** It took too long. */
  void giveUp() {
    loop.bodies().remove(this);
    exchange.refuseBody(
        new Problem(
            ProblemType.REQUEST_TIMEOUT,
            "%d bytes of the body arrived within %d ms, and no end"
                .formatted(body.length(), loop.settings().times().bodyMs())));
  }

  private void end(Void nothing) {
    loop.bodies().remove(this);
    if (!exchange.isOver()) {
      whole.accept(body.whole());
    }
  }

  private void broken(Throwable why) {
    loop.bodies().remove(this);
    exchange.gone();
  }

  private void refuseTooLarge() {
    loop.bodies().remove(this);
    exchange.refuseBody(
        new Problem(
            ProblemType.BODY_TOO_LARGE,
            "the body is larger than the limit of %d bytes"
                .formatted(loop.settings().bounds().bodyBytes())));
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
