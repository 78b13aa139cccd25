package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer connection writes nothing beneath a TLS handler: the other end would fail at it. */
class PeerConnectionTlsTest {
  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    Awaiting.await(vertx.close());
  }

  @Test
  void handshakeFramesAndTheEndPassTheTlsHandler() throws Exception {
    TestTls tls = TestTls.in(directory);
    byte[] large = new byte[1_000_003];
    new Random(1).nextBytes(large);
    try (TestNode b = TestNode.open(vertx, "b", directory)) {
      TcpPeerLinks links = (TcpPeerLinks) b.env.peerLinks(0);
      NetServer server =
          Awaiting.await(
              b.env
                  .loop(0)
                  .call(
                      () ->
                          vertx
                              .createNetServer(tls.server())
                              .connectHandler(links::accept)
                              .listen(0, "127.0.0.1")));
      try (RawPeer a = RawPeer.shakeHands("a", "b", tls.connect(vertx, server.actualPort()))) {
        a.sendFrame(new byte[] {1, 2, 3});
        TestNode.Arrival arrival = Awaiting.next(b.frames);
        assertThat(arrival.frame()).containsExactly(1, 2, 3);
        assertThat(b.send(arrival.link(), new byte[] {4}, large)).isTrue();
        assertThat(nextBut(a, 0)).containsExactly(4);
        assertThat(nextBut(a, 0)).isEqualTo(large);
        Awaiting.await(b.env.loop(0).call(links::close));
        a.drain();
      }
    }
  }

  /** The next frame that is longer than that: heartbeats are empty. */
  private static byte[] nextBut(RawPeer peer, int bytes) throws Exception {
    byte[] frame = peer.frame();
    while (frame.length == bytes) {
      frame = peer.frame();
    }
    return frame;
  }
}
