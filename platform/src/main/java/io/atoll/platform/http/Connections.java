package io.atoll.platform.http;

import io.atoll.resilience.ByteBudget;
import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.VertxConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open connections of one loop, so that none stays without use. A byte now and then keeps a
 * connection from being idle; what counts here is that whole requests arrive, and that answers are
 * read. Vert.x shows a connection only when its first request head is whole, for until then it may
 * become HTTP/2; {@link ReceivedBytes} sees it from its first byte on.
 *
 * <p>When memory is short, the connection that has let an answer lie for the longest time is given
 * up, once it is more than two seconds: its client holds what others need.
 *
 * <p>Used on the loop only, but for {@link #count}.
 */
public final class Connections {
  private static final long SHORT_PATIENCE_NANOS = 2_000_000_000L;

  private final int maxConnections;
  private final long idleNanos;
  private final long stallNanos;
  private final ByteBudget memory;
  private final UnfinishedHeads heads;
  private final Map<HttpConnection, Connection> open = new HashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * None is open yet.
   *
   * @param bounds of this loop
   * @param memory that it shares with others
   */
  public Connections(Bounds bounds, ByteBudget memory) {
    this.maxConnections = bounds.maxConnections;
    this.idleNanos = bounds.idleMs * 1_000_000;
    this.stallNanos = bounds.stallMs * 1_000_000;
    this.memory = memory;
    this.heads = new UnfinishedHeads(memory, bounds.headBytes);
  }

  /**
   * The bounds of one loop.
   *
   * @param maxConnections one more is closed at once
   * @param idleMs a connection on which no request arrives whole for so long is closed
   * @param stallMs one whose client takes no byte of an answer for so long is closed
   * @param headBytes memory for what makes no whole request yet
   */
  public record Bounds(int maxConnections, long idleMs, long stallMs, long headBytes) {
    /**
     * With the share of heads in a memory that several loops have together: a quarter.
     *
     * @param loops how many
     */
    public static Bounds of(
        int maxConnections, long idleMs, long stallMs, ByteBudget memory, int loops) {
      return new Bounds(
          maxConnections, idleMs, stallMs, Math.max(1, memory.totalBytes() / (4L * loops)));
    }
  }

  /** A socket was accepted, and nothing is known of its client. */
  void accepted(Channel channel) {
    channel.pipeline().addFirst(ReceivedBytes.NAME, new ReceivedBytes(heads));
  }

  /** Takes note of a new connection, or closes it when there are too many. */
  void opened(HttpConnection connection, long nowNanos) {
    if (open.size() >= maxConnections) {
      connection.close();
      return;
    }
    Connection opened = new Connection(connection, received(connection), nowNanos);
    open.put(connection, opened);
    count.lazySet(open.size());
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          opened.closed();
          count.lazySet(open.size());
        });
  }

  private static ReceivedBytes received(HttpConnection connection) {
    ReceivedBytes received =
        connection instanceof VertxConnection known
            ? known.channel().pipeline().get(ReceivedBytes.class)
            : null;
    if (received != null && connection.protocolVersion() == HttpVersion.HTTP_2) {
      received.isHttp2();
    }
    return received;
  }

  /** The state of a connection on which a request arrived. */
  Connection of(HttpConnection connection, long nowNanos) {
    Connection known = open.get(connection);
    return known != null ? known : new Connection(connection, null, nowNanos);
  }

  /** Serves a request now, or when its client has read enough of the answers before it. */
  void serve(HttpServerRequest request, long nowNanos, Handler<HttpServerRequest> server) {
    of(request.connection(), nowNanos).serve(request, server);
  }

  /** Closes every connection that is overdue. */
  void sweep(long nowNanos) {
    Connection slowest = null;
    for (Connection each : Map.copyOf(open).values()) {
      if (each.isOverdue(nowNanos, idleNanos)) {
        each.close();
      } else if (each.stalledNanos(nowNanos) >= stallNanos) {
        each.giveUp();
      } else if (slowest == null || each.unreadNanos(nowNanos) > slowest.unreadNanos(nowNanos)) {
        slowest = each;
      }
    }
    if (slowest != null
        && memory.isShort()
        && slowest.unreadNanos(nowNanos) >= SHORT_PATIENCE_NANOS) {
      slowest.giveUp();
    }
  }

  public int count() {
    return count.get();
  }
}
