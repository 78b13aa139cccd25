package io.atoll.client.vertx;

import io.atoll.client.transport.ClientLoop;
import io.atoll.client.transport.Connection;
import io.atoll.net.Endpoint;
import io.atoll.net.SocketOptions;
import io.atoll.net.Tls;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.SplittableRandom;

/** An event-loop context of Vert.x as a loop of a client. */
final class VertxClientLoop implements ClientLoop {
  private static final Tls TLS = Tls.NONE;

  private final ContextInternal context;
  private final Vertx vertx;

  /** Kept for its sockets: Vert.x closes a client that nothing references. */
  private final NetClient client;

  private final SplittableRandom random = new SplittableRandom();

  /**
   * @param context of an event loop, not duplicated
   */
  VertxClientLoop(ContextInternal context) {
    this.context = context;
    this.vertx = context.owner();
    this.client = vertx.createNetClient(SocketOptions.netClient(TLS));
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long random() {
    return random.nextLong();
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    long id = vertx.setTimer(Math.max(1, delayMs), ignored -> task.run());
    return () -> vertx.cancelTimer(id);
  }

  @Override
  public void connect(String host, int port, long timeoutMs, Connection.Listener listener) {
    connect(host, port, timeoutMs)
        .onComplete(
            (socket, failure) -> {
              if (failure == null) {
                // On the loop of the context that called connect, which is this one.
                new VertxConnection((NetSocketInternal) socket, listener).start();
              } else {
                // The future may have failed within this call, from which no callback may come.
                execute(() -> listener.closed(reason(failure, host, timeoutMs)));
              }
            });
  }

  private Future<NetSocket> connect(String host, int port, long timeoutMs) {
    try {
      return client.connect(
          SocketOptions.connect(new Endpoint(host, port, TLS))
              .setTimeout((int) Math.min(Integer.MAX_VALUE, timeoutMs)));
    } catch (RuntimeException impossible) {
      // Not an address.
      return Future.failedFuture(impossible);
    }
  }

  boolean isCurrent() {
    return context.inThread();
  }

  void close() {
    client.close();
  }

  private static String reason(Throwable failure, String host, long timeoutMs) {
    return switch (failure) {
      case ConnectTimeoutException timeout -> "no connection within %d ms".formatted(timeoutMs);
      case UnknownHostException unknown -> "no address is known for host " + host;
      case ConnectException refused when String.valueOf(refused.getMessage()).contains("refused") ->
          "connection refused";
      default -> failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
    };
  }
}
