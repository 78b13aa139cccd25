package io.atoll.platform.http;

import io.atoll.wire.ProblemType;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** What is wrong with a request that the HTTP decoder refused; its connection closes. */
public final class InvalidRequest {
  private InvalidRequest() {}

  /**
   * The problem with it.
   *
   * @param maxLineBytes of a request line
   * @param lineHint what follows that bound in the message, or ""
   * @param otherHint what follows when the bytes are no HTTP, or ""
   */
  public static Problem problem(
      HttpServerRequest request, int maxLineBytes, String lineHint, String otherHint) {
    Throwable cause = request.decoderResult().cause();
    return switch (cause) {
      case TooLongHttpLineException e ->
          new Problem(
              ProblemType.KEY_TOO_LONG,
              "the request line is longer than %d bytes%s".formatted(maxLineBytes, lineHint));
      case TooLongHttpHeaderException e ->
          new Problem(
              ProblemType.HEADERS_TOO_LARGE,
              "the request headers are larger than %d bytes"
                  .formatted(LoopServer.MAX_HEADER_BYTES));
      case null, default ->
          new Problem(
              ProblemType.MALFORMED_REQUEST,
              "the bytes that arrived are no HTTP request%s; the connection closes"
                  .formatted(otherHint));
    };
  }
}
