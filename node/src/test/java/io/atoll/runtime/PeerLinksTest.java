package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.Address;
import io.atoll.env.PeerLinks;
import io.atoll.resilience.Backoff;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peer links between environments in one process, over real sockets. */
class PeerLinksTest {
  @TempDir Path directory;
  private final BlockedThreadGuard guard = BlockedThreadGuard.open();
  private final List<TestNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
    guard.close();
  }

  private TestNode node(String id) {
    return node(TestNode.settings(id, directory));
  }

  private TestNode node(RuntimeSettings settings) {
    TestNode node = TestNode.open(guard.vertx(), settings);
    nodes.add(node);
    return node;
  }

  @Test
  void framesOfAllSizesArriveWholeAndInOrder() {
    TestNode a = node("a");
    TestNode b = node("b");
    PeerLinks.Link link = a.link("b", b);
    Random random = new Random(1);
    for (int size : new int[] {1, 2, 3, 127, 4_096, 65_535, 65_536, 262_140, 1_000_003}) {
      byte[] frame = new byte[size];
      random.nextBytes(frame);
      assertThat(a.send(link, frame)).isTrue();
      assertThat(Awaiting.next(b.frames).frame()).isEqualTo(frame);
    }
    byte[] longest = new byte[PeerLinks.MAX_FRAME_BYTES];
    random.nextBytes(longest);
    assertThat(a.send(link, longest, new byte[] {1})).isTrue();
    assertThat(Awaiting.next(b.frames).frame()).isEqualTo(longest);
    assertThat(Awaiting.next(b.frames).frame()).containsExactly(1);
  }

  @Test
  void manyFramesOfOneTurnArriveInOrderAndShareSocketWrites() {
    TestNode a = node("a");
    TestNode b = node("b");
    PeerLinks.Link link = a.link("b", b);
    a.send(link, numbered(-1));
    Awaiting.next(b.frames);
    long writesBefore = a.count(TransportStats.Counter.WRITES);
    byte[][] frames = new byte[10_000][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = numbered(i);
    }
    assertThat(a.send(link, frames)).isTrue();
    for (int i = 0; i < frames.length; i++) {
      assertThat(ByteBuffer.wrap(Awaiting.next(b.frames).frame()).getInt()).isEqualTo(i);
    }
    // One write for the turn, and perhaps a heartbeat.
    assertThat(a.count(TransportStats.Counter.WRITES) - writesBefore).isLessThan(10);
    assertThat(a.count(TransportStats.Counter.FRAMES_OUT)).isEqualTo(10_001);
    assertThat(b.count(TransportStats.Counter.FRAMES_IN)).isEqualTo(10_001);
  }

  @Test
  void repliesTravelOnTheConnectionThatThePeerOpened() {
    TestNode a = node("a");
    TestNode b = node("b");
    b.onFrame((link, frame) -> link.send(frame));
    PeerLinks.Link link = a.link("b", b);
    a.send(link, new byte[] {1}, new byte[] {2});
    TestNode.Arrival first = Awaiting.next(a.frames);
    assertThat(first.frame()).containsExactly(1);
    assertThat(first.link()).isSameAs(link);
    assertThat(Awaiting.next(a.frames).frame()).containsExactly(2);
    assertThat(b.count(TransportStats.Counter.LINKS_OUT)).isZero();
    assertThat(b.count(TransportStats.Counter.LINKS_IN)).isEqualTo(1);
  }

  @Test
  void threeNodesExchangeFramesPairwise() {
    List<TestNode> all = List.of(node("a"), node("b"), node("c"));
    List<String> ids = List.of("a", "b", "c");
    for (int from = 0; from < 3; from++) {
      for (int to = 0; to < 3; to++) {
        if (from != to) {
          TestNode sender = all.get(from);
          assertThat(sender.send(sender.link(ids.get(to), all.get(to)), new byte[] {(byte) from}))
              .isTrue();
        }
      }
    }
    for (int to = 0; to < 3; to++) {
      for (int i = 0; i < 2; i++) {
        TestNode.Arrival arrival = Awaiting.next(all.get(to).frames);
        assertThat(arrival.link().peerId()).isEqualTo(ids.get(arrival.frame()[0]));
      }
    }
  }

  @Test
  void everyLoopHasLinksOfItsOwnAndConnectionsSpreadOverTheLoops() {
    TestNode a = node(TestNode.settings("a", directory).withLoops(2));
    TestNode b = node(TestNode.settings("b", directory).withLoops(2));
    Set<Integer> accepting = new HashSet<>();
    b.onFrame(
        (link, frame) -> {
          int loop = b.env.loop(0).isCurrent() ? 0 : 1;
          assertThat(b.env.loop(loop).isCurrent()).isTrue();
          link.send(new byte[] {(byte) loop, frame[0]});
        });
    for (int loop = 0; loop < 2; loop++) {
      a.sendOn(loop, a.link(loop, "b", b.address()), new byte[] {(byte) loop});
    }
    Set<Integer> answered = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      byte[] reply = Awaiting.next(a.frames).frame();
      accepting.add((int) reply[0]);
      answered.add((int) reply[1]);
    }
    assertThat(accepting).containsExactlyInAnyOrder(0, 1);
    assertThat(answered).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void aRestartedPeerIsFoundAgainByTheSameLink() {
    TestNode a = node("a");
    TestNode b = node("b");
    PeerLinks.Link link = a.link("b", b);
    a.send(link, new byte[] {1});
    Awaiting.next(b.frames);
    int port = b.env.peerPort();
    b.close();
    assertThat(Awaiting.next(a.breaks)).isSameAs(link);
    assertThat(a.breaks).isEmpty();

    TestNode again =
        node(
            TestNode.settings("b", directory)
                .with(new RuntimeSettings.Listen("127.0.0.1", 0, port)));
    TestNode.Arrival arrival = a.sendUntilReceived(link, new byte[] {2}, again);
    assertThat(arrival.frame()).containsExactly(2);
  }

  @Test
  void aLinkToNobodyBreaksOncePerAttemptAndRefusesWhileItPauses() {
    LinkSettings patient =
        new LinkSettings(
            new LinkSettings.Sizes(1_000, 10_000),
            new LinkSettings.Opening(10_000, 10_000),
            new Backoff(3_600_000, 3_600_000),
            new LinkSettings.Heartbeat(200, 30_000));
    TestNode a = node(TestNode.settings("a", directory).with(patient));
    TestNode gone = node("b");
    Address address = gone.address();
    gone.close();
    PeerLinks.Link link = a.link(0, "b", address);
    assertThat(a.send(link, new byte[1], new byte[1])).isTrue();
    assertThat(Awaiting.next(a.breaks)).isSameAs(link);
    assertThat(a.send(link, new byte[1])).isFalse();
    assertThat(a.breaks).isEmpty();
    assertThat(a.failures(LinkFailure.CONNECT)).isEqualTo(1);
    assertThat(a.count(TransportStats.Counter.SEND_REFUSED)).isEqualTo(1);
  }

  @Test
  void aPauseEndsAtOnceWhenThePeerIsKnownToLive() {
    LinkSettings patient =
        new LinkSettings(
            new LinkSettings.Sizes(1_000, 10_000),
            new LinkSettings.Opening(10_000, 10_000),
            new Backoff(3_600_000, 3_600_000),
            new LinkSettings.Heartbeat(200, 30_000));
    TestNode a = node(TestNode.settings("a", directory).with(patient));
    TestNode gone = node("b");
    int port = gone.env.peerPort();
    PeerLinks.Link link = a.link(0, "b", gone.address());
    gone.close();
    a.send(link, new byte[] {1});
    Awaiting.next(a.breaks);
    TestNode back =
        node(
            TestNode.settings("b", directory)
                .with(new RuntimeSettings.Listen("127.0.0.1", 0, port)));
    assertThat(a.send(link, new byte[] {2})).isFalse();

    a.env.loop(0).execute(link::endPause);

    assertThat(a.send(link, new byte[] {3})).isTrue();
    assertThat(Awaiting.next(back.frames).frame()).containsExactly(3);
  }

  @Test
  void framesThatWaitForTheConnectionAreBounded() {
    LinkSettings small =
        new LinkSettings(
            new LinkSettings.Sizes(1_000, 5_000),
            new LinkSettings.Opening(10_000, 10_000),
            new Backoff(1, 20),
            new LinkSettings.Heartbeat(200, 30_000));
    TestNode a = node(TestNode.settings("a", directory).with(small));
    TestNode b = node("b");
    PeerLinks.Link link = a.link("b", b);
    byte[][] frames = new byte[6][996];
    assertThat(a.send(link, frames)).isFalse();
    for (int i = 0; i < 5; i++) {
      assertThat(Awaiting.next(b.frames).frame()).hasSize(996);
    }
    assertThat(a.count(TransportStats.Counter.SEND_REFUSED)).isEqualTo(1);
  }

  @Test
  void aClosedLinkSaysNothingMore() {
    TestNode a = node("a");
    TestNode b = node("b");
    PeerLinks.Link link = a.link("b", b);
    a.send(link, new byte[] {1});
    PeerLinks.Link inbound = Awaiting.next(b.frames).link();
    a.env.loop(0).execute(link::close);
    assertThat(Awaiting.next(b.breaks)).isSameAs(inbound);
    assertThat(a.send(link, new byte[] {2})).isFalse();
    assertThat(b.send(inbound, new byte[] {3})).isFalse();
    assertThat(a.breaks).isEmpty();
    assertThat(b.breaks).isEmpty();
  }

  @Test
  void theInboundSideMayCloseAndTheOutboundSideBreaksOnce() {
    TestNode a = node("a");
    TestNode b = node("b");
    PeerLinks.Link link = a.link("b", b);
    a.send(link, new byte[] {1});
    PeerLinks.Link inbound = Awaiting.next(b.frames).link();
    b.env.loop(0).execute(inbound::close);
    assertThat(Awaiting.next(a.breaks)).isSameAs(link);
    a.sendUntilReceived(link, new byte[] {2}, b);
    assertThat(b.breaks).isEmpty();
  }

  @Test
  void aReceiverThatFailsBreaksTheLinkAndNoOther() {
    TestNode a = node("a");
    TestNode b = node("b");
    TestNode c = node("c");
    b.onFrame(
        (link, frame) -> {
          if (link.peerId().equals("a")) {
            throw new AssertionError("a defect, made for this test");
          }
          b.frames.add(new TestNode.Arrival(link, frame));
        });
    PeerLinks.Link failing = a.link("b", b);
    PeerLinks.Link other = c.link("b", b);
    c.send(other, new byte[] {1});
    Awaiting.next(b.frames);
    a.send(failing, new byte[] {1}, new byte[] {2});
    assertThat(Awaiting.next(a.breaks)).isSameAs(failing);
    assertThat(Awaiting.next(b.breaks).peerId()).isEqualTo("a");
    assertThat(c.send(other, new byte[] {2})).isTrue();
    assertThat(Awaiting.next(b.frames).frame()).containsExactly(2);
  }

  private static byte[] numbered(int i) {
    return ByteBuffer.allocate(4 + Math.floorMod(i, 97)).putInt(i).array();
  }
}
