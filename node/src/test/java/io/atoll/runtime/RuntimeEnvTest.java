package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.PeerLinks;
import io.atoll.env.Worker;
import io.atoll.resilience.Backoff;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeEnvTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path directory;
  private final BlockedThreadGuard guard = BlockedThreadGuard.open();

  @AfterEach
  void close() {
    guard.close();
  }

  @Test
  void nineNodesLiveInOneProcessAndReachEachOther() {
    List<TestNode> nodes = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      nodes.add(TestNode.open(guard.vertx(), "n" + i, directory, s -> s.withLoops(2)));
    }
    for (int from = 0; from < 9; from++) {
      for (int to = 0; to < 9; to++) {
        if (from != to) {
          PeerLinks.Link link = nodes.get(from).link(from % 2, "n" + to, nodes.get(to).address());
          assertThat(nodes.get(from).sendOn(from % 2, link, new byte[] {(byte) from})).isTrue();
        }
      }
    }
    for (TestNode node : nodes) {
      for (int i = 0; i < 8; i++) {
        TestNode.Arrival arrival = Awaiting.next(node.frames);
        assertThat(arrival.link().peerId()).isEqualTo("n" + arrival.frame()[0]);
      }
    }
    nodes.forEach(TestNode::close);
  }

  @Test
  void aPeerPortInUseIsNamedAndNothingStaysOpen() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      int gossipPort = freeUdpPort();
      RuntimeSettings settings = listen("a", gossipPort, taken.getLocalPort());
      assertThatThrownBy(() -> Awaiting.await(RuntimeEnv.open(guard.vertx(), settings)))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(ListenFailure.class)
          .hasMessage(
              "peer port %d (TCP) on 127.0.0.1 is in use: stop the program that uses it, or set"
                  + " ports.peer to another",
              taken.getLocalPort());
      new DatagramSocket(new InetSocketAddress(LOOPBACK, gossipPort)).close();
    }
  }

  @Test
  void aGossipPortInUseIsNamed() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      RuntimeSettings settings = listen("a", taken.getLocalPort(), 0);
      assertThatThrownBy(() -> Awaiting.await(RuntimeEnv.open(guard.vertx(), settings)))
          .cause()
          .isInstanceOf(ListenFailure.class)
          .hasMessageContaining("gossip port " + taken.getLocalPort() + " (UDP)")
          .hasMessageContaining("set ports.gossip to another");
    }
  }

  @Test
  void twoNodesOfOneProcessCannotShareAPeerPort() {
    TestNode first = TestNode.open(guard.vertx(), "a", directory);
    int port = first.env.peerPort();
    first.close();
    TestNode holder = TestNode.open(guard.vertx(), listen("b", 0, port));
    assertThatThrownBy(() -> Awaiting.await(RuntimeEnv.open(guard.vertx(), listen("c", 0, port))))
        .cause()
        .hasMessageContaining("peer port " + port + " (TCP) on 127.0.0.1 is in use");
    holder.close();
    TestNode.open(guard.vertx(), listen("c", 0, port)).close();
  }

  @Test
  void aHostThatIsNotOfThisMachineIsNamed() {
    RuntimeSettings settings =
        TestNode.settings("a", directory).with(new RuntimeSettings.Listen("192.0.2.1", 0, 0));
    assertThatThrownBy(() -> Awaiting.await(RuntimeEnv.open(guard.vertx(), settings)))
        .cause()
        .hasMessageContaining("on 192.0.2.1 cannot be opened")
        .hasMessageContaining("correct ports.gossip or the host");
  }

  @Test
  void aDirectoryThatCannotBeMadeFailsTheOpening() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(
            () -> Awaiting.await(RuntimeEnv.open(guard.vertx(), TestNode.settings("a", file))))
        .cause()
        .hasMessageContaining("data directory " + file.resolve("a"));
  }

  @Test
  void closingDrainsWorkersEndsTimersAndFreesThePorts() throws IOException {
    TestNode a = TestNode.open(guard.vertx(), "a", directory);
    TestNode b = TestNode.open(guard.vertx(), "b", directory);
    int gossipPort = a.env.gossipPort();
    int peerPort = a.env.peerPort();
    PeerLinks.Link fromB = b.link("a", a);
    b.send(fromB, new byte[] {1});
    Awaiting.next(a.frames);
    CountDownLatch closing = new CountDownLatch(1);
    List<Integer> ran = new ArrayList<>();
    Worker worker = a.env.worker("under-test");
    worker.execute(() -> Awaiting.await(closing));
    worker.execute(() -> ran.add(1));
    CountDownLatch ticked = new CountDownLatch(1);
    int[] ticks = {0};
    a.env.loop(0).execute(() -> a.env.loop(0).every(1, () -> ticked(ticks, ticked)));
    Awaiting.await(ticked);

    var closed = a.env.close();
    assertThat(Awaiting.next(b.breaks)).isSameAs(fromB);
    assertThat(closed.isComplete()).isFalse();
    closing.countDown();
    Awaiting.await(closed);
    a.close();
    assertThat(ran).containsExactly(1);
    assertThat(a.breaks).isEmpty();
    new ServerSocket(peerPort, 1, LOOPBACK).close();
    new DatagramSocket(new InetSocketAddress(LOOPBACK, gossipPort)).close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("a-under-test"));
    int ticksAtClose = ticks[0];
    CountDownLatch later = new CountDownLatch(1);
    b.env.loop(0).execute(() -> b.env.loop(0).after(50, later::countDown));
    Awaiting.await(later);
    assertThat(ticks[0]).isEqualTo(ticksAtClose);
    b.close();
  }

  @Test
  void theSecretIsNotPrinted() {
    assertThat(TestNode.settings("a", directory).toString()).doesNotContain("secret");
  }

  @Test
  void impossibleSettingsNameTheField() {
    RuntimeSettings good = TestNode.settings("a", directory);
    assertThatThrownBy(() -> good.withLoops(0)).hasMessageContaining("loops is 0");
    assertThatThrownBy(() -> new RuntimeSettings.Listen("h", 70_000, 1))
        .hasMessageContaining("gossipPort is 70000");
    assertThatThrownBy(() -> TestNode.settings("x".repeat(256), directory))
        .hasMessageContaining("nodeId")
        .hasMessageContaining("256 bytes");
    assertThatThrownBy(
            () ->
                new LinkSettings(
                    new LinkSettings.Sizes(9_000_000, 1),
                    new LinkSettings.Opening(1, 1),
                    new Backoff(1, 1),
                    new LinkSettings.Heartbeat(1, 2)))
        .hasMessageContaining("maxFrameBytes is 9000000");
    assertThatThrownBy(
            () ->
                new LinkSettings(
                    new LinkSettings.Sizes(1_000, 1_000),
                    new LinkSettings.Opening(1, 1),
                    new Backoff(1, 1),
                    new LinkSettings.Heartbeat(1, 2)))
        .hasMessageContaining("queueBytes is 1000: it must be at least one frame: 1004");
  }

  private static void ticked(int[] ticks, CountDownLatch ticked) {
    ticks[0]++;
    ticked.countDown();
  }

  private RuntimeSettings listen(String id, int gossipPort, int peerPort) {
    return TestNode.settings(id, directory)
        .with(new RuntimeSettings.Listen("127.0.0.1", gossipPort, peerPort));
  }

  private static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      return socket.getLocalPort();
    }
  }
}
