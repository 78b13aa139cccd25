package io.atoll.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** One running node. */
public final class NodeServer {
  private NodeServer() {}

  public static Future<NodeServer> start(Vertx vertx, NodeConfig config) {
    throw new UnsupportedOperationException("being written");
  }

  public Future<Void> close() {
    throw new UnsupportedOperationException("being written");
  }

  public Future<Void> ready() {
    throw new UnsupportedOperationException("being written");
  }

  public int httpPort() {
    throw new UnsupportedOperationException("being written");
  }
}
