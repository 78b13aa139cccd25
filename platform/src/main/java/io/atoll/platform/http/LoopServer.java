package io.atoll.platform.http;

import io.atoll.net.AcceptedSockets;
import io.atoll.net.Endpoint;
import io.atoll.net.SocketOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of one loop, HTTP/1.1 and cleartext HTTP/2. Every loop has one of its own; all
 * share the port, and a connection stays on the loop that got it.
 */
public final class LoopServer {
  /** The largest head of a request, its line not counted. */
  public static final int MAX_HEADER_BYTES = 32 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(LoopServer.class);
  private static final int MAX_STREAMS = 256;

  private LoopServer() {}

  /**
   * Where a server listens, and the bounds that Vert.x keeps for it.
   *
   * @param listen its port is not 0: all loops open the same
   * @param maxLineBytes of a request line
   * @param idleTimeoutMs a connection on which no byte moves for so long is closed
   */
  public record Place(Endpoint listen, int maxLineBytes, long idleTimeoutMs) {
    private HttpServerOptions options() {
      return SocketOptions.httpServer(listen)
          .setMaxInitialLineLength(maxLineBytes)
          .setMaxHeaderSize(MAX_HEADER_BYTES)
          .setIdleTimeout((int) idleTimeoutMs)
          .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
          .setHttp2ClearTextEnabled(true)
          .setInitialSettings(
              new Http2Settings()
                  .setMaxConcurrentStreams(MAX_STREAMS)
                  .setMaxHeaderListSize(maxLineBytes + MAX_HEADER_BYTES));
    }
  }

  /**
   * Opens the server of the loop that calls.
   *
   * @param requests gets each request
   * @param invalid gets what is no valid HTTP; {@link InvalidRequest} says why
   * @return completed when it listens
   */
  public static Future<HttpServer> open(
      Vertx vertx,
      Place place,
      ServerLoop loop,
      Handler<HttpServerRequest> requests,
      Handler<HttpServerRequest> invalid) {
    AcceptedSockets.of(vertx)
        .ifPresent(
            sockets ->
                sockets.watch(
                    place.listen.port(),
                    channel -> loop.connections().accepted(channel, loop.now())));
    return vertx
        .createHttpServer(place.options())
        .connectionHandler(
            connection -> {
              RequestGate.watch(connection);
              loop.connections().opened(connection, loop.now());
            })
        .requestHandler(
            request -> {
              boolean refused =
                  request.version() == HttpVersion.HTTP_2 && RequestHead.fault(request) != null;
              serve(loop, request, refused ? invalid : requests);
            })
        .invalidRequestHandler(invalid)
        .listen();
  }

  /** A defect ends its request: a client that is not answered would wait for nothing. */
  private static void serve(
      ServerLoop loop, HttpServerRequest request, Handler<HttpServerRequest> server) {
    try {
      loop.connections().serve(request, server);
    } catch (RuntimeException | AssertionError | LinkageError defect) {
      LOG.error("a request could not be served: this is a defect", defect);
      request.response().reset();
    }
  }
}
