package io.atoll.server.http;

import io.atoll.env.Clock;
import io.atoll.env.Entropy;
import io.atoll.env.Invariant;
import io.atoll.net.Endpoint;
import io.atoll.net.Tls;
import io.atoll.platform.http.LoopServer;
import io.atoll.platform.port.FreePort;
import io.atoll.platform.port.ListenFailedException;
import io.atoll.resilience.ByteBudget;
import io.atoll.server.Backend;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The open HTTP port of a node, HTTP/1.1 and cleartext HTTP/2. Every loop has a server of its own;
 * all share the port, and a connection stays on the loop that accepted it.
 *
 * <p>Callable from any thread.
 */
public final class HttpListener {
  private static final long SWEEP_PERIOD_MS = 500;

  private final int port;
  private final List<OpenLoop> servers;
  private final long drainTimeoutMs;

  private HttpListener(int port, List<OpenLoop> servers, long drainTimeoutMs) {
    this.port = port;
    this.servers = servers;
    this.drainTimeoutMs = drainTimeoutMs;
  }

  /**
   * Opens the port.
   *
   * @param loops the event-loop contexts that serve, at least one
   * @param backends the node as each of those loops sees it; called on that loop only
   * @param memory for what requests hold, which the loops share with others
   * @param entropy unpredictable to clients; callable from any thread
   * @param registry gets the meters of the API, and is what {@code /metrics} shows
   * @return completed when every loop serves; failed with a {@link ListenFailedException}, and
   *     nothing left open, when the port cannot be had
   */
  public static Future<HttpListener> listen(
      Vertx vertx,
      List<Context> loops,
      List<Backend> backends,
      HttpSettings settings,
      ByteBudget memory,
      Clock clock,
      Entropy entropy,
      PrometheusMeterRegistry registry) {
    Invariant.check(
        !loops.isEmpty() && loops.size() == backends.size(), "every loop has one backend");
    return vertx
        .executeBlocking(
            () -> {
              Endpoint wanted =
                  new Endpoint(settings.listen().host(), settings.listen().port(), Tls.NONE);
              Endpoint listen = FreePort.find("HTTP", "ports.http", wanted);
              return new Opening(
                  listen,
                  new HttpApi.Shared(settings, memory, loops.size(), clock, entropy, registry));
            })
        .compose(opening -> openAll(vertx, loops, backends, settings, opening));
  }

  /** The port that is open. */
  public int port() {
    return port;
  }

  /** Takes no more requests, waits a moment for those in flight, and closes the port. */
  public Future<Void> close() {
    return Future.join(servers.stream().map(server -> server.close(drainTimeoutMs)).toList())
        .mapEmpty();
  }

  private static Future<HttpListener> openAll(
      Vertx vertx,
      List<Context> loops,
      List<Backend> backends,
      HttpSettings settings,
      Opening opening) {
    List<Future<OpenLoop>> opened = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      HttpApi api = opening.shared.api(vertx, i, backends.get(i));
      opened.add(OpenLoop.open(vertx, loops.get(i), api, place(settings, opening.listen)));
    }
    return Future.join(opened)
        .transform(
            all -> {
              List<OpenLoop> servers =
                  opened.stream().filter(Future::succeeded).map(Future::result).toList();
              HttpListener listener =
                  new HttpListener(opening.listen.port(), servers, settings.waits().drainMs());
              if (all.succeeded()) {
                return Future.succeededFuture(listener);
              }
              ListenFailedException failure =
                  ListenFailedException.of(
                      "HTTP", "ports.http", opening.listen, all.cause().getMessage());
              return listener.close().transform(closed -> Future.failedFuture(failure));
            });
  }

  private static LoopServer.Place place(HttpSettings settings, Endpoint listen) {
    return new LoopServer.Place(listen, settings.maxRequestLineBytes(), settings.waits().idleMs());
  }

  private record Opening(Endpoint listen, HttpApi.Shared shared) {}

  /** The server of one loop, and the timer that looks for what is overdue there. */
  private record OpenLoop(Vertx vertx, HttpServer server, long sweepTimer) {
    static Future<OpenLoop> open(Vertx vertx, Context loop, HttpApi api, LoopServer.Place place) {
      Promise<OpenLoop> opened = Promise.promise();
      loop.runOnContext(
          started ->
              LoopServer.open(vertx, place, api.loop().server(), api, api::handleInvalid)
                  .map(
                      server ->
                          new OpenLoop(
                              vertx, server, vertx.setPeriodic(SWEEP_PERIOD_MS, id -> api.sweep())))
                  .onComplete(opened));
      return opened.future();
    }

    Future<Void> close(long drainTimeoutMs) {
      vertx.cancelTimer(sweepTimer);
      return server.shutdown(Duration.ofMillis(drainTimeoutMs));
    }
  }
}
