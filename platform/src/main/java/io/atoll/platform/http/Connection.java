package io.atoll.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Map;

/**
 * What is known of one connection: the requests under way, and how much of their answers the client
 * has not read. While that is much, further requests of the connection wait unserved, so that what
 * a client asks for faster than it reads is not even made. Used on its loop only.
 */
final class Connection {
  /** Of answers that lie unread, before further requests wait. */
  private static final int MOST_UNREAD_BYTES = 256 * 1024;

  /** Streams of HTTP/2 share a connection, and a client may read one of them more slowly. */
  private static final int MOST_UNREAD_BYTES_HTTP_2 = 4 * 1024 * 1024;

  /** A request line and its end, beside method and target. */
  private static final int LINE_BYTES = 12;

  private static final int HEADER_BYTES = 4;

  /** Who has asked for something so lately keeps its place. */
  private static final long GIVES_WAY_NANOS = 1_000_000_000L;

  private final HttpConnection connection;
  private final ReceivedBytes received;
  private final int mostUnreadBytes;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int requests;
  private long quietSinceNanos;
  private boolean condemned;
  private long closeAtNanos;
  private long unreadBytes;
  private long unreadSinceNanos;
  private long seenProgressBytes = -1;
  private long seenUnreadBytes;
  private long stalledSinceNanos;

  /**
   * @param received what came on it, or null where nobody counts that
   */
  Connection(HttpConnection connection, ReceivedBytes received, long nowNanos) {
    this.connection = connection;
    this.received = received;
    this.quietSinceNanos = nowNanos;
    this.mostUnreadBytes =
        connection.protocolVersion() == HttpVersion.HTTP_2
            ? MOST_UNREAD_BYTES_HTTP_2
            : MOST_UNREAD_BYTES;
  }

  /** Serves a request now, or when the client has read enough of the answers before it. */
  void serve(HttpServerRequest request, Handler<HttpServerRequest> server) {
    if (unreadBytes < mostUnreadBytes && waiting.isEmpty()) {
      server.handle(request);
      return;
    }
    Runnable later =
        () -> {
          request.exceptionHandler(null);
          request.resume();
          server.handle(request);
        };
    if (received != null) {
      received.busy(true);
    }
    request.pause();
    request.exceptionHandler(gone -> waiting.remove(later));
    waiting.add(later);
  }

  /** Answers how long its head is. */
  int requestBegan(HttpServerRequest request) {
    requests++;
    int bytes = headBytes(request);
    if (received != null) {
      received.busy(true);
      received.delivered(bytes);
    }
    return bytes;
  }

  void requestEnded(long nowNanos) {
    requests--;
    quietSinceNanos = nowNanos;
    if (received != null) {
      received.busy(requests > 0 || !waiting.isEmpty());
    }
  }

  /** A piece of a request's body came. */
  void bodyPiece(int bytes) {
    if (received != null) {
      received.delivered(bytes);
    }
  }

  /** An answer is handed to the network. */
  void answering(long bytes, long nowNanos) {
    if (unreadBytes == 0) {
      unreadSinceNanos = nowNanos;
      stalledSinceNanos = nowNanos;
    }
    unreadBytes += bytes;
  }

  /** The network has taken an answer, or it is lost. */
  void answered(long bytes, long nowNanos) {
    unreadBytes -= bytes;
    unreadSinceNanos = nowNanos;
    stalledSinceNanos = nowNanos;
    while (unreadBytes < mostUnreadBytes && !waiting.isEmpty()) {
      waiting.poll().run();
    }
  }

  /** For how long the oldest answer has not been read as a whole; 0 when all are. */
  long unreadNanos(long nowNanos) {
    return unreadBytes == 0 ? 0 : nowNanos - unreadSinceNanos;
  }

  /** For how long the client has taken no byte of what is there for it; 0 when nothing is. */
  long stalledNanos(long nowNanos) {
    if (unreadBytes == 0) {
      return 0;
    }
    long progressBytes = received == null ? 0 : received.progressBytes();
    if (progressBytes != seenProgressBytes || unreadBytes != seenUnreadBytes) {
      seenProgressBytes = progressBytes;
      seenUnreadBytes = unreadBytes;
      stalledSinceNanos = nowNanos;
    }
    return nowNanos - stalledSinceNanos;
  }

  /** It is closed at the next sweep after that time, whatever it does. */
  void condemn(long atNanos) {
    condemned = true;
    closeAtNanos = atNanos;
  }

  ReceivedBytes received() {
    return received;
  }

  /** Whether nothing is lost when its client has to connect again. */
  boolean mayGiveWay(long nowNanos) {
    return requests == 0 && unreadBytes == 0 && nowNanos - quietSinceNanos >= GIVES_WAY_NANOS;
  }

  boolean isOverdue(long nowNanos, long idleNanos) {
    return condemned
        ? nowNanos - closeAtNanos >= 0
        : requests == 0 && nowNanos - quietSinceNanos >= idleNanos;
  }

  void close() {
    connection.close();
  }

  /** Ends it at once: an orderly end would wait for the client to read. */
  void giveUp() {
    if (received != null) {
      received.giveUp();
    } else {
      connection.close();
    }
  }

  void closed() {
    waiting.clear();
  }

  private static int headBytes(HttpServerRequest request) {
    // CONNECT has no target in HTTP/2.
    int uriBytes = request.uri() == null ? 0 : request.uri().length();
    int bytes = request.method().name().length() + uriBytes + LINE_BYTES;
    for (Map.Entry<String, String> header : request.headers()) {
      bytes += header.getKey().length() + header.getValue().length() + HEADER_BYTES;
    }
    return bytes;
  }
}
