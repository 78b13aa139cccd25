package io.atoll.architecture.broken.world;

import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetServer;

/** Breaks a rule on purpose. */
final class MakesSocketOptions {
  static HttpClientOptions client() {
    return new HttpClientOptions();
  }

  static HttpServerConfig config() {
    return new HttpServerConfig();
  }

  static PoolOptions pool() {
    return new PoolOptions();
  }

  static ConnectOptions connection() {
    return new ConnectOptions();
  }

  static DatagramSocketOptions datagrams() {
    return new DatagramSocketOptions();
  }

  static HttpClientOptions secured(HttpClientOptions options) {
    return options.setSsl(true);
  }

  static NetServer bare(Vertx vertx) {
    return vertx.createNetServer();
  }
}
