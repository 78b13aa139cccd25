package io.atoll.platform.http;

import io.atoll.wire.ProblemType;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** What is wrong with a request that is not valid HTTP; its connection closes. */
public final class InvalidRequest {
  private InvalidRequest() {}

  /**
   * The problem with the head of one.
   *
   * @param maxLineBytes of a request line
   * @param lineHint what follows that bound in the message, or ""
   * @param otherHint what follows when the bytes are no HTTP, or ""
   */
  public static Problem problem(
      HttpServerRequest request, int maxLineBytes, String lineHint, String otherHint) {
    Throwable cause = request.decoderResult().cause();
    return switch (cause) {
      case Refused e -> e.problem;
      case TooLongHttpLineException e ->
          new Problem(
              ProblemType.KEY_TOO_LONG,
              "the request line is longer than %d bytes%s".formatted(maxLineBytes, lineHint));
      case TooLongHttpHeaderException e ->
          new Problem(
              ProblemType.HEADERS_TOO_LARGE,
              "the request headers are larger than %d bytes"
                  .formatted(LoopServer.MAX_HEADER_BYTES));
      case null, default -> {
        Problem fault = cause == null ? RequestHead.fault(request) : null;
        yield fault != null
            ? fault
            : new Problem(
                ProblemType.MALFORMED_REQUEST,
                "the bytes that arrived are no HTTP request%s; the connection closes"
                    .formatted(otherHint));
      }
    };
  }

  /**
   * The problem with a body that broke off, or null when its client went away.
   *
   * @param why what the connection says of it
   */
  static Problem inBody(Throwable why) {
    return switch (why) {
      case TooLongFrameException e ->
          new Problem(
              ProblemType.MALFORMED_REQUEST,
              "a line between the chunks of the body, or what trails them, is too long;"
                  + " the connection closes");
      case IllegalArgumentException e -> badChunk();
      case DecoderException e -> badChunk();
      default -> null;
    };
  }

  private static Problem badChunk() {
    return new Problem(
        ProblemType.MALFORMED_REQUEST,
        "the body is not chunked as HTTP has it: a size in hexadecimal, a line end, so many bytes,"
            + " a line end; the connection closes");
  }

  /** Why a head is refused that a decoder let pass. */
  static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Refused(Problem problem) {
      super(problem.detail());
      this.problem = problem;
    }
  }
}
