package io.atoll.platform.http;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open connections of one loop, so that none stays without use. A byte now and then keeps a
 * connection from being idle; what counts here is that whole requests arrive. Vert.x shows a
 * connection only when its first request head is whole, for until then it may become HTTP/2; before
 * that, a connection is closed by the idle timeout alone.
 *
 * <p>Used on the loop only, but for {@link #count}.
 */
public final class Connections {
  private final int maxConnections;
  private final long idleNanos;
  private final Map<HttpConnection, Connection> open = new HashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * None is open yet.
   *
   * @param maxConnections one more is closed at once
   * @param idleTimeoutMs one on which no request arrives whole for so long is closed
   */
  public Connections(int maxConnections, long idleTimeoutMs) {
    this.maxConnections = maxConnections;
    this.idleNanos = idleTimeoutMs * 1_000_000;
  }

  /** Takes note of a new connection, or closes it when there are too many. */
  void opened(HttpConnection connection, long nowNanos) {
    if (open.size() >= maxConnections) {
      connection.close();
      return;
    }
    open.put(connection, new Connection(nowNanos));
    count.lazySet(open.size());
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          count.lazySet(open.size());
        });
  }

  /** The state of a connection on which a request arrived. */
  Connection of(HttpConnection connection, long nowNanos) {
    Connection known = open.get(connection);
    return known != null ? known : new Connection(nowNanos);
  }

  /** Closes every connection that is overdue. */
  void sweep(long nowNanos) {
    for (Map.Entry<HttpConnection, Connection> entry : Map.copyOf(open).entrySet()) {
      if (entry.getValue().isOverdue(nowNanos, idleNanos)) {
        entry.getKey().close();
      }
    }
  }

  public int count() {
    return count.get();
  }

  /** What is known of one connection. */
  static final class Connection {
    private int requests;
    private long quietSinceNanos;
    private boolean condemned;
    private long closeAtNanos;

    Connection(long nowNanos) {
      this.quietSinceNanos = nowNanos;
    }

    void requestBegan() {
      requests++;
    }

    void requestEnded(long nowNanos) {
      requests--;
      quietSinceNanos = nowNanos;
    }

    /** It is closed at the next sweep after that time, whatever it does. */
    void condemn(long atNanos) {
      condemned = true;
      closeAtNanos = atNanos;
    }

    private boolean isOverdue(long nowNanos, long idleNanos) {
      return condemned
          ? nowNanos - closeAtNanos >= 0
          : requests == 0 && nowNanos - quietSinceNanos >= idleNanos;
    }
  }
}
