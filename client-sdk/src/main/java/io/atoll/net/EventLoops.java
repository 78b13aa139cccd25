package io.atoll.net;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;

/**
 * Makes the Vert.x that a node, a router or a client runs on: on Linux's epoll where its native
 * library loads, otherwise on the JDK's selectors; with {@link AcceptedSockets} to be had of it.
 *
 * <p>The reason is time, not throughput. The JDK's selector waits in whole milliseconds, so Netty
 * turns its loop without waiting for the last half millisecond before a timer is due; with a timer
 * every 5 ms on each loop, nine of ten calls to epoll did nothing but that (54,000 a second on
 * three loops that read 3,400 times). The native transport waits to the nanosecond.
 */
public final class EventLoops {
  private EventLoops() {}

  /** A new Vert.x, which the caller closes. */
  public static Vertx vertx(VertxOptions options) {
    Transport epoll = Transport.EPOLL;
    boolean isNative = epoll != null && epoll.available();
    return Vertx.builder()
        .with(options)
        .withTransport(new WatchedTransport(isNative ? epoll : Transport.NIO))
        .build();
  }
}
