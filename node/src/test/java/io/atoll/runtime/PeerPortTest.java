package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.PeerLinks;
import io.atoll.env.ProtocolVersions;
import io.atoll.resilience.Backoff;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers and broken peers do to the peer port of a node that serves another meanwhile. */
class PeerPortTest {
  private static final LinkSettings SMALL =
      new LinkSettings(
          new LinkSettings.Sizes(100_000, 1_000_000),
          new LinkSettings.Opening(10_000, 10_000),
          new Backoff(1, 20),
          new LinkSettings.Heartbeat(100, 30_000));

  @TempDir Path directory;
  private final BlockedThreadGuard guard = BlockedThreadGuard.open();
  private TestNode node;
  private TestNode friend;
  private PeerLinks.Link friendship;

  @BeforeEach
  void openNodeAndFriend() {
    open(SMALL);
  }

  private void open(LinkSettings links) {
    node = TestNode.open(guard.vertx(), "node", directory, s -> s.with(links));
    friend = TestNode.open(guard.vertx(), "friend", directory);
    friendship = friend.link("node", node);
    theFriendIsServed();
  }

  private void reopen(LinkSettings links) {
    friend.close();
    node.close();
    open(links);
  }

  private void theFriendIsServed() {
    assertThat(friend.send(friendship, new byte[] {42})).isTrue();
    assertThat(Awaiting.next(node.frames).frame()).containsExactly(42);
  }

  @AfterEach
  void theFriendNeverNoticed() {
    theFriendIsServed();
    assertThat(friend.breaks).isEmpty();
    assertThat(friend.count(TransportStats.Counter.LINKS_OUT)).isEqualTo(1);
    friend.close();
    node.close();
    guard.close();
  }

  @Test
  void anHttpRequestIsClosedUnanswered() throws IOException {
    try (RawPeer stranger = RawPeer.connect(node.env.peerPort())) {
      stranger.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(stranger.drain()).isZero();
    }
    assertThat(node.failures(LinkFailure.NOT_ATOLL)).isEqualTo(1);
  }

  @Test
  void randomBytesCloseTheirConnectionOnly() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(garbage);
      garbage[0] = 0;
      try (RawPeer stranger = RawPeer.connect(node.env.peerPort())) {
        stranger.send(garbage);
        stranger.drain();
      }
    }
    assertThat(node.failures(LinkFailure.NOT_ATOLL)).isEqualTo(50);
  }

  @Test
  void garbageBehindAGoodMagicIsRefused() throws IOException {
    try (RawPeer stranger = RawPeer.connect(node.env.peerPort())) {
      // A PROOF where a HELLO is due, with a length of 2 GiB.
      stranger.send(
          ByteBuffer.allocate(10)
              .putInt(HandshakeMessage.MAGIC)
              .put((byte) 1)
              .put((byte) 3)
              .putInt(Integer.MAX_VALUE)
              .array());
      assertRefused(stranger, LinkFailure.MALFORMED);
    }
  }

  @Test
  void anotherProtocolVersionIsToldSo() throws IOException {
    try (RawPeer stranger = RawPeer.connect(node.env.peerPort())) {
      ProtocolVersions later = new ProtocolVersions(9, 11);
      stranger.send(HandshakeMessage.hello(later, "test", "x", "node", RawPeer.NONCE).bytes());
      String text = assertRefused(stranger, LinkFailure.VERSION);
      assertThat(text).contains("'x' speaks peer protocol 9 to 11").contains("'node' 1 to 3");
    }
  }

  @Test
  void aHandshakeThatDoesNotEndIsClosed() throws IOException {
    reopen(
        new LinkSettings(
            new LinkSettings.Sizes(100_000, 1_000_000),
            new LinkSettings.Opening(10_000, 100),
            new Backoff(1, 20),
            new LinkSettings.Heartbeat(100, 30_000)));
    try (RawPeer silent = RawPeer.connect(node.env.peerPort());
        RawPeer half = RawPeer.connect(node.env.peerPort())) {
      byte[] hello =
          HandshakeMessage.hello(ProtocolVersions.SPOKEN, "test", "x", "node", RawPeer.NONCE)
              .bytes();
      half.send(java.util.Arrays.copyOf(hello, hello.length - 1));
      silent.drain();
      half.drain();
    }
    assertThat(node.failures(LinkFailure.HANDSHAKE_TIMEOUT)).isEqualTo(2);
  }

  @Test
  void handshakesUnderWayAreBounded() throws IOException {
    List<RawPeer> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < TcpPeerLinks.MAX_HANDSHAKES; i++) {
        strangers.add(RawPeer.connect(node.env.peerPort()));
      }
      try (RawPeer oneTooMany = RawPeer.connect(node.env.peerPort())) {
        assertThat(oneTooMany.drain()).isZero();
      }
      assertThat(node.failures(LinkFailure.OVERLOADED)).isEqualTo(1);
    } finally {
      strangers.forEach(RawPeer::close);
    }
  }

  @Test
  void aFrameThatIsTooLongBreaksItsLink() throws IOException {
    try (RawPeer peer = RawPeer.shakeHands("x", "node", node.env.peerPort())) {
      peer.sendFrame(new byte[] {1});
      PeerLinks.Link link = Awaiting.next(node.frames).link();
      peer.send(ByteBuffer.allocate(4).putInt(100_001).array());
      peer.drain();
      assertThat(Awaiting.next(node.breaks)).isSameAs(link);
    }
    assertThat(node.failures(LinkFailure.FRAME_TOO_LONG)).isEqualTo(1);
  }

  @Test
  void aConnectionThatClosesWithinAFrameBreaksAndDeliversNothingOfIt() throws IOException {
    try (RawPeer peer = RawPeer.shakeHands("x", "node", node.env.peerPort())) {
      peer.sendFrame(new byte[] {1});
      Awaiting.next(node.frames);
      peer.send(new byte[] {0, 0, 0, 9, 1, 2, 3});
    }
    assertThat(Awaiting.next(node.breaks).peerId()).isEqualTo("x");
    assertThat(node.failures(LinkFailure.CUT_FRAME)).isEqualTo(1);
    assertThat(node.frames).isEmpty();
  }

  @Test
  void aPeerThatNeverReadsFillsItsQueueAndNoMore() throws IOException {
    try (RawPeer peer = RawPeer.shakeHands("x", "node", node.env.peerPort())) {
      peer.sendFrame(new byte[] {1});
      PeerLinks.Link link = Awaiting.next(node.frames).link();
      byte[] frame = new byte[10_000];
      int taken = 0;
      // The kernel's buffers fill first. A refusal that lasts over many turns is the queue's.
      int refusals = 0;
      while (refusals < 1_000) {
        if (node.send(link, frame)) {
          taken++;
          refusals = 0;
        } else {
          refusals++;
        }
        assertThat(taken).as("bounded").isLessThan(10_000);
      }
      assertThat(node.breaks).isEmpty();
      for (int read = 0; read < taken; ) {
        byte[] next = peer.frame();
        if (next.length > 0) {
          assertThat(next).hasSize(10_000);
          read++;
        }
      }
      // Now that it has read, there is room again.
      assertThat(node.send(link, frame)).isTrue();
    }
    Awaiting.next(node.breaks);
  }

  @Test
  void aPeerThatFallsSilentIsSentHeartbeatsAndThenBroken() throws IOException {
    reopen(
        new LinkSettings(
            new LinkSettings.Sizes(100_000, 1_000_000),
            new LinkSettings.Opening(10_000, 10_000),
            new Backoff(1, 20),
            new LinkSettings.Heartbeat(50, 2_000)));
    // The friend's own heartbeats, every 200 ms, keep it alive.
    try (RawPeer peer = RawPeer.shakeHands("x", "node", node.env.peerPort())) {
      peer.sendFrame(new byte[] {1});
      PeerLinks.Link link = Awaiting.next(node.frames).link();
      assertThat(peer.frame()).isEmpty();
      assertThat(peer.frame()).isEmpty();
      peer.drain();
      assertThat(Awaiting.next(node.breaks)).isSameAs(link);
    }
    assertThat(node.failures(LinkFailure.SILENT)).isEqualTo(1);
  }

  private String assertRefused(RawPeer stranger, LinkFailure reason) throws IOException {
    try {
      HandshakeMessage.Refusal refusal =
          stranger.message(HandshakeMessage.Type.CHALLENGE).asRefusal();
      assertThat(refusal.reason()).isEqualTo(reason);
      stranger.drain();
      assertThat(node.failures(reason)).isEqualTo(1);
      return refusal.text();
    } catch (MalformedStreamException e) {
      throw new AssertionError(e);
    }
  }
}
