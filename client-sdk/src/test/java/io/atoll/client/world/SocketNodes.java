package io.atoll.client.world;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Fake nodes behind real sockets on free ports, all on one event loop. What they are is told before
 * they {@link #listen}; what happens to them later is told {@link #on} their loop.
 */
public final class SocketNodes implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final FakeCluster cluster;
  private final Map<FakeNode, NetServer> servers = new HashMap<>();

  public SocketNodes(String clusterName) {
    cluster =
        new FakeCluster(
            clusterName,
            (nanos, task) -> {
              if (nanos == 0) {
                task.run();
              } else {
                vertx.setTimer(Math.max(1, nanos / 1_000_000), ignored -> task.run());
              }
            });
  }

  public FakeCluster cluster() {
    return cluster;
  }

  /** Another node, listening. */
  public FakeNode listen(String nodeId, String dc) {
    return on(
        () -> {
          List<FakeNode> holder = new ArrayList<>();
          NetServer server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true));
          server.connectHandler(socket -> accept(holder.getFirst(), socket));
          CompletableFuture<FakeNode> listening = new CompletableFuture<>();
          server
              .listen(0, "127.0.0.1")
              .onComplete(
                  (bound, failure) -> {
                    if (failure != null) {
                      listening.completeExceptionally(failure);
                      return;
                    }
                    FakeNode node = cluster.add(nodeId, dc, "127.0.0.1", bound.actualPort());
                    holder.add(node);
                    servers.put(node, server);
                    cluster.publish();
                    listening.complete(node);
                  });
          return listening;
        });
  }

  /** Kills a node: it listens no more and its connections break. */
  public void kill(FakeNode node) {
    on(
        () -> {
          node.kill();
          return servers.get(node).close().toCompletionStage().toCompletableFuture();
        });
  }

  /** Does something on the loop of the nodes and waits for it. */
  public void tell(Runnable task) {
    on(
        () -> {
          task.run();
          return CompletableFuture.completedFuture(null);
        });
  }

  private <T> T on(Supplier<CompletableFuture<T>> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(
        ignored ->
            task.get()
                .whenComplete(
                    (value, failure) -> {
                      if (failure != null) {
                        done.completeExceptionally(failure);
                      } else {
                        done.complete(value);
                      }
                    }));
    return done.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static void accept(FakeNode node, NetSocket socket) {
    FakeNode.Peer peer =
        new FakeNode.Peer() {
          @Override
          public void send(byte[] bytes) {
            socket.write(Buffer.buffer(bytes));
          }

          @Override
          public void hangUp(String reason) {
            socket.close();
          }

          @Override
          public void resume() {}

          @Override
          public boolean isHolding() {
            return false;
          }
        };
    NodeSession session = new NodeSession(node, peer);
    node.opened(peer);
    socket.handler(buffer -> session.received(buffer.getBytes()));
    socket.closeHandler(ignored -> node.closed(peer));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
