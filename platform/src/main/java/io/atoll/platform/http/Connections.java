package io.atoll.platform.http;

import io.atoll.resilience.ByteBudget;
import io.atoll.resilience.Crowd;
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
  private final Crowd<ReceivedBytes> crowd = new Crowd<>();
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
   * @param maxConnections for one more a silent one gives way, or it is closed
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

  /**
   * A socket was accepted, and nothing is known of its client. It takes the place of one that gives
   * way, see {@link Crowd}, when there is no other; where nobody does, it is closed.
   */
  void accepted(Channel channel, long nowNanos) {
    ReceivedBytes arrived = new ReceivedBytes(heads, nowNanos);
    channel.pipeline().addFirst(ReceivedBytes.NAME, arrived);
    if (crowd.size() >= maxConnections && !makeRoom(nowNanos)) {
      arrived.giveUp();
      return;
    }
    crowd.arrived(arrived);
    count.lazySet(crowd.size());
    channel.closeFuture().addListener(closed -> left(arrived));
  }

  private boolean makeRoom(long nowNanos) {
    ReceivedBytes first = crowd.first(socket -> socket.mayGiveWay(nowNanos));
    if (first == null) {
      return false;
    }
    left(first);
    first.giveUp();
    return true;
  }

  private void left(ReceivedBytes socket) {
    crowd.left(socket);
    count.lazySet(crowd.size());
  }

  /** A first request has come whole. */
  void opened(HttpConnection connection, long nowNanos) {
    ReceivedBytes received = received(connection);
    Connection opened = new Connection(connection, received, nowNanos);
    open.put(connection, opened);
    if (received != null) {
      received.openedAs(opened);
      crowd.heard(received);
    }
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          opened.closed();
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
  void serve(HttpServerRequest request, Handler<HttpServerRequest> server) {
    Connection known = open.get(request.connection());
    if (known == null) {
      // One that is closed may still have requests that came before; nobody hears their answers.
      return;
    }
    if (known.received() != null) {
      crowd.heard(known.received());
    }
    known.serve(request, server);
  }

  /** Closes every connection that is overdue. */
  void sweep(long nowNanos) {
    for (ReceivedBytes stranger : crowd.strangers()) {
      if (nowNanos - stranger.acceptedNanos() < idleNanos) {
        break;
      }
      stranger.giveUp();
    }
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

  /** How many sockets are open, those included on which nothing has come. */
  public int count() {
    return count.get();
  }
}
