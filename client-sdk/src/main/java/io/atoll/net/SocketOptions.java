package io.atoll.net;

import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.TCPSSLOptions;

/**
 * Makes the options of every socket that a node, a router or a client opens. What all of them have
 * in common is set here, and TLS, which therefore is switched on nowhere else; times and bounds are
 * set by whoever opens the socket, on what it gets. Each call makes a new object.
 */
public final class SocketOptions {
  private SocketOptions() {}

  /** For connections that are opened. */
  public static NetClientOptions netClient(Tls tls) {
    NetClientOptions options = new NetClientOptions();
    setCommon(options, tls);
    return options;
  }

  /** For one of those connections. */
  public static ConnectOptions connect(Endpoint to) {
    ConnectOptions options = new ConnectOptions().setHost(to.host()).setPort(to.port());
    switch (to.tls()) {
      case Tls.None clear -> options.setSsl(false);
    }
    return options;
  }

  /** For connections that are accepted. */
  public static NetServerOptions netServer(Tls tls) {
    NetServerOptions options = new NetServerOptions();
    setCommon(options, tls);
    return options;
  }

  /** For HTTP requests that are sent. */
  public static HttpClientOptions httpClient(Tls tls) {
    HttpClientOptions options = new HttpClientOptions();
    setCommon(options, tls);
    return options;
  }

  /** For HTTP requests that are received. */
  public static HttpServerOptions httpServer(Endpoint listen) {
    HttpServerOptions options = new HttpServerOptions();
    setCommon(options, listen.tls());
    options.setHost(listen.host()).setPort(listen.port());
    return options;
  }

  /**
   * For the connections that an HTTP client keeps.
   *
   * @param perEndpoint how many HTTP/1.1 connections it has to one endpoint at most
   */
  public static PoolOptions pool(int perEndpoint) {
    return new PoolOptions().setHttp1MaxSize(perEndpoint);
  }

  /**
   * For datagrams, which TLS does not know.
   *
   * @param host where they are received; a literal IPv6 address makes it a socket for IPv6
   */
  public static DatagramSocketOptions datagrams(String host) {
    return new DatagramSocketOptions().setIpV6(host.indexOf(':') >= 0);
  }

  private static void setCommon(TCPSSLOptions options, Tls tls) {
    options.setTcpNoDelay(true);
    switch (tls) {
      case Tls.None clear -> options.setSsl(false);
    }
  }
}
