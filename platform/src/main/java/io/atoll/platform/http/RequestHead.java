package io.atoll.platform.http;

import io.atoll.wire.ProblemType;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerRequest;
import java.util.Iterator;
import java.util.Map;

/**
 * What a decoder lets pass in the head of a request and two servers in a row could read differently
 * (RFC 9112, 11.2), or where one of two values would be ignored: such a request is refused. What a
 * body's length depends on is read in one way only: a length, or {@code chunked} and nothing else.
 *
 * <p>It runs for every request; one that is right allocates an iterator.
 */
final class RequestHead {
  private static final AsciiString CONTEXT = AsciiString.cached("Atoll-Context");
  private static final AsciiString WEB_SOCKET_KEY_1 = AsciiString.cached("Sec-WebSocket-Key1");
  private static final int HOST_BIT = 1;
  private static final int TYPE_BIT = 2;
  private static final int CONTEXT_BIT = 4;
  private static final int CODING_BIT = 8;
  private static final int TRANSFER_BIT = 16;

  /** Fields that singly belong in a request; the bits of those that were seen. */
  private int seen;

  private Problem fault;

  private RequestHead() {}

  /** What is wrong with the head of an HTTP/1 request that was decoded, or null. */
  @SuppressWarnings("ReferenceEquality") // http/1.1 equals HTTP/1.1 and is not the same
  static Problem fault(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    boolean knowsHost = version == HttpVersion.HTTP_1_1;
    if (!knowsHost && version != HttpVersion.HTTP_1_0) {
      return malformed("'%s': must be HTTP/1.1, HTTP/1.0 or HTTP/2".formatted(version));
    }
    RequestHead head = new RequestHead();
    head.takeAll(request.headers().iteratorCharSequence());
    if (head.fault == null) {
      head.fault =
          knowsHost && (head.seen & HOST_BIT) == 0
              ? malformed("the header Host is missing: must be given once")
              : target(request.uri());
    }
    return head.fault;
  }

  /**
   * What is wrong with the head of an HTTP/2 request, or null. Its decoder lets octets pass that
   * would end a line of HTTP/1.
   */
  static Problem fault(HttpServerRequest request) {
    if (request.uri() == null) {
      return malformed("the request has no path");
    }
    RequestHead head = new RequestHead();
    head.token("method", request.method().name());
    for (Map.Entry<String, String> header : request.headers()) {
      head.token("name of a header", header.getKey());
      head.value(header);
    }
    head.takeAll(request.headers().iterator());
    return head.fault != null ? head.fault : target(request.uri());
  }

  private void token(String what, String text) {
    for (int i = 0; fault == null && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "\"(),/;<=>?@[\\]{}".indexOf(c) >= 0) {
        fault = malformed("the %s contains the character %d".formatted(what, (int) c));
      }
    }
  }

  private void value(Map.Entry<String, String> header) {
    String value = header.getValue();
    for (int i = 0; fault == null && i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        fault =
            malformed(
                "the header %s contains the character %d".formatted(header.getKey(), (int) c));
      }
    }
  }

  private void takeAll(
      Iterator<? extends Map.Entry<? extends CharSequence, ? extends CharSequence>> headers) {
    while (fault == null && headers.hasNext()) {
      Map.Entry<? extends CharSequence, ? extends CharSequence> header = headers.next();
      take(header.getKey(), header.getValue());
    }
  }

  private void take(CharSequence name, CharSequence value) {
    switch (name.length()) {
      case 0 -> fault = malformed("a header has no name");
      case 4 -> {
        if (is(name, HttpHeaderNames.HOST)) {
          once(HOST_BIT, name, ProblemType.MALFORMED_REQUEST);
          host(value);
        }
      }
      case 10 -> {
        if (is(name, HttpHeaderNames.CONNECTION)) {
          connection(value);
        }
      }
      case 12 -> {
        if (is(name, HttpHeaderNames.CONTENT_TYPE)) {
          once(TYPE_BIT, name, ProblemType.INVALID_HEADER);
        }
      }
      case 13 -> {
        if (is(name, CONTEXT)) {
          once(CONTEXT_BIT, name, ProblemType.INVALID_HEADER);
        }
      }
      case 16 -> {
        if (is(name, HttpHeaderNames.CONTENT_ENCODING)) {
          once(CODING_BIT, name, ProblemType.INVALID_HEADER);
        }
      }
      case 17 -> {
        if (is(name, HttpHeaderNames.TRANSFER_ENCODING)) {
          once(TRANSFER_BIT, name, ProblemType.MALFORMED_REQUEST);
          transferCoding(value);
        }
      }
      case 18 -> {
        if (is(name, WEB_SOCKET_KEY_1)) {
          fault = malformed("Sec-WebSocket-Key1 would announce a body without a length");
        }
      }
      default -> {}
    }
  }

  private void once(int bit, CharSequence name, ProblemType type) {
    if ((seen & bit) != 0) {
      fault = new Problem(type, "the header %s is given twice".formatted(name));
    }
    seen |= bit;
  }

  private void transferCoding(CharSequence value) {
    if (fault == null && !is(value, HttpHeaderValues.CHUNKED)) {
      fault =
          new Problem(
              ProblemType.NOT_IMPLEMENTED,
              "Transfer-Encoding '%s': must be chunked, and nothing else; nothing was attempted"
                  .formatted(shortened(value)));
    }
  }

  /** A name or address and perhaps a port; empty where the target has none. */
  private void host(CharSequence value) {
    for (int i = 0; fault == null && i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7f || "\"#,/<>?@\\^`{|}".indexOf(c) >= 0) {
        fault =
            malformed(
                "Host '%s': must be a name or address and, after a colon, perhaps a port"
                    .formatted(shortened(value)));
      }
    }
  }

  /**
   * The options of a connection. What they name is not passed on; so they may not name what a
   * request means, or a node would be asked something else through a router than without one.
   */
  private void connection(CharSequence value) {
    if (is(value, HttpHeaderValues.KEEP_ALIVE) || is(value, HttpHeaderValues.CLOSE)) {
      return;
    }
    String options = value.toString();
    int start = 0;
    while (fault == null && start <= options.length()) {
      int comma = options.indexOf(',', start);
      int end = comma < 0 ? options.length() : comma;
      String option = options.substring(start, end).strip();
      if (isOfTheRequest(option)) {
        fault = malformed("Connection names '%s', which belongs to the request".formatted(option));
      }
      start = end + 1;
    }
  }

  private static boolean isOfTheRequest(String name) {
    return switch (name.length()) {
      case 4 -> is(name, HttpHeaderNames.HOST);
      case 6 -> is(name, HttpHeaderNames.ACCEPT) || is(name, HttpHeaderNames.EXPECT);
      case 8 -> is(name, HttpHeaderNames.IF_MATCH);
      case 12 -> is(name, HttpHeaderNames.CONTENT_TYPE);
      case 13 -> is(name, CONTEXT) || is(name, HttpHeaderNames.IF_NONE_MATCH);
      case 14 -> is(name, HttpHeaderNames.CONTENT_LENGTH);
      case 16 -> is(name, HttpHeaderNames.CONTENT_ENCODING);
      default -> false;
    };
  }

  /** A path, or an absolute URI: no white space, no control characters, no fragment. */
  private static Problem target(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c <= ' ' || c == '#' || c == 0x7f) {
        return malformed(
            "the request target contains the character %d: must be percent-encoded, as %%%02X"
                .formatted((int) c, (int) c));
      }
    }
    return uri.startsWith("/") || uri.contains("://") || uri.equals("*")
        ? null
        : malformed(
            "the request target '%s' is neither a path nor an absolute URI"
                .formatted(shortened(uri)));
  }

  private static boolean is(CharSequence text, CharSequence expected) {
    return AsciiString.contentEqualsIgnoreCase(text, expected);
  }

  private static Problem malformed(String detail) {
    return new Problem(ProblemType.MALFORMED_REQUEST, detail + "; the connection closes");
  }

  private static String shortened(CharSequence text) {
    return text.length() <= 100 ? text.toString() : text.subSequence(0, 100) + "…";
  }
}
