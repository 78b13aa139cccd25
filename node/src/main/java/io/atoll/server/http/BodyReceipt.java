package io.atoll.server.http;

import io.atoll.wire.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The arrival of one request body, bounded while it arrives: memory follows the bytes that came,
 * never the length that was declared, and what exceeds the limit is refused as soon as that is
 * known.
 */
final class BodyReceipt implements Handler<Buffer> {
  private static final byte[] NOTHING = {};
  private static final int FIRST_BYTES = 16 * 1024;

  private final LoopState loop;
  private final Exchange exchange;
  private final int limitBytes;
  private final Consumer<byte[]> whole;
  private byte[] bytes = NOTHING;
  private int size;

  private BodyReceipt(LoopState loop, Exchange exchange, int limitBytes, Consumer<byte[]> whole) {
    this.loop = loop;
    this.exchange = exchange;
    this.limitBytes = limitBytes;
    this.whole = whole;
  }

  /**
   * Receives the body of a request, or answers the request with an error.
   *
   * @param whole gets the body when it is complete; never called when it is refused
   */
  static void receive(LoopState loop, Exchange exchange, int limitBytes, Consumer<byte[]> whole) {
    HttpServerRequest request = exchange.request();
    BodyReceipt receipt = new BodyReceipt(loop, exchange, limitBytes, whole);
    if (declaredBytes(request) > limitBytes) {
      receipt.refuseTooLarge();
      return;
    }
    loop.receipts().add(receipt);
    request.handler(receipt).endHandler(receipt::end).exceptionHandler(receipt::broken);
    String expected = request.getHeader(HttpHeaders.EXPECT);
    if (expected != null && expected.equalsIgnoreCase("100-continue")) {
      request.response().writeContinue();
    }
  }

  long startNanos() {
    return exchange.startNanos();
  }

  @Override
  public void handle(Buffer chunk) {
    if (exchange.isOver()) {
      return;
    }
    int more = chunk.length();
    if (more > limitBytes - size) {
      refuseTooLarge();
    } else if (!exchange.hold(more)) {
      loop.receipts().remove(this);
      exchange.refuseBody(
          new Problem(
              ProblemType.OVERLOADED,
              "the node holds as many bytes of request bodies as it may; nothing was attempted"));
    } else if (size == 0) {
      // Most bodies come in one piece: this copy is then the value itself.
      bytes = chunk.getBytes();
      size = more;
    } else {
      if (more > bytes.length - size) {
        long doubled = Math.max(FIRST_BYTES, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.min(limitBytes, Math.max(doubled, size + more)));
      }
      chunk.getBytes(bytes, size);
      size += more;
    }
  }

  /** It took too long. */
  void giveUp() {
    loop.receipts().remove(this);
    exchange.refuseBody(
        new Problem(
            ProblemType.REQUEST_TIMEOUT,
            "%d bytes of the body arrived within %d ms, and no end"
                .formatted(size, loop.settings().bodyTimeoutMs())));
  }

  private void end(Void nothing) {
    loop.receipts().remove(this);
    if (exchange.isOver()) {
      return;
    }
    try {
      whole.accept(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
    } catch (RuntimeException e) {
      Failures.unexpected(exchange, e);
    }
  }

  private void broken(Throwable why) {
    loop.receipts().remove(this);
    exchange.gone(why);
  }

  private void refuseTooLarge() {
    loop.receipts().remove(this);
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
