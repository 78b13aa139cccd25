package io.atoll.runtime;

import io.atoll.env.Address;
import io.atoll.env.PeerLinks;
import io.atoll.resilience.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** An open environment whose receivers put what comes into queues. */
final class TestNode implements AutoCloseable {
  record Arrival(PeerLinks.Link link, byte[] frame) {}

  static final byte[] SECRET = "a secret of the cluster".getBytes(StandardCharsets.UTF_8);

  /** Quick to give up and quick to come back. */
  static final LinkSettings LINKS =
      new LinkSettings(
          new LinkSettings.Sizes(PeerLinks.MAX_FRAME_BYTES, 16 * 1024 * 1024),
          new LinkSettings.Opening(10_000, 10_000),
          new Backoff(1, 20),
          new LinkSettings.Heartbeat(200, 30_000));

  final RuntimeEnv env;
  final BlockingQueue<Arrival> frames = new LinkedBlockingQueue<>();
  final BlockingQueue<PeerLinks.Link> breaks = new LinkedBlockingQueue<>();
  private volatile BiConsumer<PeerLinks.Link, byte[]> onFrame =
      (link, frame) -> frames.add(new Arrival(link, frame));

  private TestNode(RuntimeEnv env) {
    this.env = env;
    for (int i = 0; i < env.loops().size(); i++) {
      listen(i);
    }
  }

  static RuntimeSettings settings(String id, Path directory) {
    return RuntimeSettings.of(id, "test", SECRET, directory.resolve(id)).withLoops(1).with(LINKS);
  }

  static TestNode open(Vertx vertx, RuntimeSettings settings) {
    return new TestNode(Awaiting.await(RuntimeEnv.open(vertx, settings)));
  }

  static TestNode open(Vertx vertx, String id, Path directory) {
    return open(vertx, id, directory, settings -> settings);
  }

  static TestNode open(
      Vertx vertx, String id, Path directory, UnaryOperator<RuntimeSettings> change) {
    return open(vertx, change.apply(settings(id, directory)));
  }

  /** Handles frames on their loop instead of putting them into the queue. */
  void onFrame(BiConsumer<PeerLinks.Link, byte[]> handler) {
    onFrame = handler;
  }

  Address address() {
    return new Address("127.0.0.1", env.peerPort());
  }

  PeerLinks.Link link(int loop, String peerId, Address address) {
    return Awaiting.await(
        env.loop(loop)
            .call(() -> Future.succeededFuture(env.peerLinks(loop).open(peerId, address))));
  }

  /** A link on loop 0. */
  PeerLinks.Link link(String peerId, TestNode peer) {
    return link(0, peerId, peer.address());
  }

  boolean send(PeerLinks.Link link, byte[]... frames) {
    return sendOn(0, link, frames);
  }

  /** Sends in one loop turn; whether all were taken. */
  boolean sendOn(int loop, PeerLinks.Link link, byte[]... frames) {
    return Awaiting.await(
        env.loop(loop)
            .call(
                () -> {
                  boolean taken = true;
                  for (byte[] frame : frames) {
                    taken &= link.send(frame);
                  }
                  return Future.succeededFuture(taken);
                }));
  }

  /** Sends again and again, through breaks and pauses, until the peer has got a frame. */
  Arrival sendUntilReceived(PeerLinks.Link link, byte[] frame, TestNode peer) {
    while (true) {
      send(link, frame);
      Arrival arrival = peer.frames.poll();
      if (arrival != null) {
        return arrival;
      }
      Thread.onSpinWait();
    }
  }

  /** A counter, after the loop turns under way, at whose end counts are made. */
  long count(TransportStats.Counter counter) {
    endTurns();
    return env.transportStats().get(counter);
  }

  long failures(LinkFailure failure) {
    endTurns();
    return env.transportStats().failures(failure);
  }

  private void endTurns() {
    for (int i = 0; i < env.loops().size(); i++) {
      Awaiting.await(env.loop(i).call(Future::succeededFuture));
    }
  }

  @Override
  public void close() {
    Awaiting.await(env.close());
  }

  private void listen(int loop) {
    PeerLinks.Receiver receiver =
        new PeerLinks.Receiver() {
          @Override
          public void frame(PeerLinks.Link link, int version, byte[] frame) {
            onFrame.accept(link, frame);
          }

          @Override
          public void broken(PeerLinks.Link link) {
            breaks.add(link);
          }
        };
    Awaiting.await(
        env.loop(loop)
            .call(
                () -> {
                  env.peerLinks(loop).onEvents(receiver);
                  return Future.succeededFuture();
                }));
  }
}
