package io.atoll.server.binary;

import io.atoll.env.Clock;
import io.atoll.env.Invariant;
import io.atoll.net.Endpoint;
import io.atoll.net.SocketOptions;
import io.atoll.net.Tls;
import io.atoll.platform.port.FreePort;
import io.atoll.platform.port.ListenFailedException;
import io.atoll.resilience.ByteBudget;
import io.atoll.server.Backend;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import java.util.ArrayList;
import java.util.List;

/**
 * The open client port of a node. Every loop has a server of its own; all share the port, among
 * which Vert.x deals the connections in turn, and a connection stays on the loop that accepted it.
 *
 * <p>Callable from any thread.
 */
public final class BinaryListener {
  private static final String WHAT = "client";
  private static final String SETTING = "ports.client";
  private static final long TICK_MS = 250;
  private static final long DRAIN_TICK_MS = 50;
  private static final int BACKLOG = 1024;

  private final Endpoint endpoint;
  private final List<LoopServer> servers;
  private final BinarySettings settings;

  private BinaryListener(Endpoint endpoint, List<LoopServer> servers, BinarySettings settings) {
    this.endpoint = endpoint;
    this.servers = servers;
    this.settings = settings;
  }

  /**
   * Opens the port.
   *
   * @param loops the event-loop contexts that serve, at least one
   * @param backends the node as each of those loops sees it; called on that loop only
   * @param storageShards shards of the data directory
   * @param memory for what requests hold, which the loops share with others
   * @param registry gets the meters
   * @return completed when every loop serves; failed with a {@link ListenFailedException}, and
   *     nothing left open, when the port cannot be had
   */
  public static Future<BinaryListener> listen(
      Vertx vertx,
      List<Context> loops,
      List<Backend> backends,
      int storageShards,
      BinarySettings settings,
      ByteBudget memory,
      Clock clock,
      MeterRegistry registry) {
    Invariant.check(
        !loops.isEmpty() && loops.size() == backends.size(), "every loop has one backend");
    BinaryStats stats = new BinaryStats();
    BinaryMeters meters = new BinaryMeters(registry, stats);
    List<LoopServer> servers = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      Context loop = loops.get(i);
      BinaryDoor door =
          new BinaryDoor(
              backends.get(i),
              clock,
              task -> loop.runOnContext(turn -> task.run()),
              settings,
              memory,
              new LoopPlace(i, loops.size(), storageShards),
              stats);
      meters.watch(i, door.resources());
      servers.add(new LoopServer(vertx, loop, door));
    }
    return vertx
        .executeBlocking(
            () ->
                FreePort.find(
                    WHAT,
                    SETTING,
                    new Endpoint(settings.listen().host(), settings.listen().port(), Tls.NONE)))
        .compose(endpoint -> openAll(new BinaryListener(endpoint, servers, settings)));
  }

  /** The port that is open. */
  public int port() {
    return endpoint.port();
  }

  /** Tells every client, waits a moment for the requests under way, and closes the port. */
  public Future<Void> close() {
    return Future.join(
            servers.stream().map(server -> server.drain(settings.waits().drainMs())).toList())
        .transform(drained -> closeAll());
  }

  private static Future<BinaryListener> openAll(BinaryListener listener) {
    Future<Void> opened = Future.succeededFuture();
    for (LoopServer server : listener.servers) {
      opened = opened.compose(next -> server.open(listener.endpoint));
    }
    return opened.transform(
        all -> {
          if (all.succeeded()) {
            return Future.succeededFuture(listener);
          }
          ListenFailedException failure =
              ListenFailedException.of(WHAT, SETTING, listener.endpoint, all.cause().getMessage());
          return listener.closeAll().transform(closed -> Future.failedFuture(failure));
        });
  }

  /** One server after the other: Vert.x must find exactly one that is the last. */
  private Future<Void> closeAll() {
    Future<Void> closing = Future.succeededFuture();
    for (LoopServer server : servers) {
      closing = closing.eventually(server::close);
    }
    return closing;
  }

  /** The server of one loop, and the timer that looks for what is overdue there. */
  private static final class LoopServer {
    private final Vertx vertx;
    private final Context loop;
    private final BinaryDoor door;
    private NetServer server;
    private long tickTimer;

    LoopServer(Vertx vertx, Context loop, BinaryDoor door) {
      this.vertx = vertx;
      this.loop = loop;
      this.door = door;
    }

    Future<Void> open(Endpoint endpoint) {
      Promise<Void> opened = Promise.promise();
      loop.runOnContext(
          go -> {
            NetServer created =
                vertx
                    .createNetServer(
                        SocketOptions.netServer(endpoint.tls()).setAcceptBacklog(BACKLOG))
                    .connectHandler(
                        socket -> BinaryConnection.serve(vertx, (NetSocketInternal) socket, door));
            created
                .listen(endpoint.port(), endpoint.host())
                .onComplete(
                    (listening, failure) -> {
                      if (failure != null) {
                        opened.fail(failure);
                        return;
                      }
                      server = created;
                      tickTimer = vertx.setPeriodic(TICK_MS, tick -> door.tick());
                      opened.complete();
                    });
          });
      return opened.future();
    }

    /** Completes when no connection is left, or after a time. */
    Future<Void> drain(long timeoutMs) {
      Promise<Void> drained = Promise.promise();
      loop.runOnContext(
          go -> {
            door.goAway();
            long ticks = timeoutMs / DRAIN_TICK_MS;
            drainFor(ticks, drained);
          });
      return drained.future();
    }

    private void drainFor(long ticks, Promise<Void> drained) {
      if (door.isEmpty() || ticks <= 0) {
        drained.complete();
        return;
      }
      vertx.setTimer(
          DRAIN_TICK_MS,
          later -> {
            door.tick();
            drainFor(ticks - 1, drained);
          });
    }

    Future<Void> close() {
      Promise<Void> closed = Promise.promise();
      loop.runOnContext(
          go -> {
            vertx.cancelTimer(tickTimer);
            if (server == null) {
              closed.complete();
            } else {
              server.close().onComplete(closed);
            }
          });
      return closed.future();
    }
  }
}
