package io.atoll.server.http;

import io.atoll.wire.ProblemType;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;

/** The answer to a request that the HTTP decoder refused; its connection closes. */
final class InvalidRequest {
  private InvalidRequest() {}

  static void answer(Exchange exchange, HttpSettings settings) {
    Throwable cause = exchange.request().decoderResult().cause();
    Problem problem =
        switch (cause) {
          case TooLongHttpLineException e ->
              new Problem(
                  ProblemType.KEY_TOO_LONG,
                  "the request line is longer than %d bytes; a key has at most %d"
                      .formatted(settings.maxRequestLineBytes(), settings.maxKeyBytes()));
          case TooLongHttpHeaderException e ->
              new Problem(
                  ProblemType.HEADERS_TOO_LARGE,
                  "the request headers are larger than %d bytes"
                      .formatted(HttpListener.MAX_HEADER_BYTES));
          case null, default ->
              new Problem(
                  ProblemType.MALFORMED_REQUEST,
                  "the bytes that arrived are no HTTP request; this port speaks HTTP, and the"
                      + " client protocol has a port of its own (ports.client); the connection"
                      + " closes");
        };
    exchange.header(HttpHeaders.CONNECTION, Names.CLOSE);
    exchange.problem(problem);
  }
}
