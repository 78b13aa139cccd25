package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.atoll.env.Address;
import io.atoll.env.NodeCredentials;
import io.atoll.env.PeerLinks;
import io.atoll.env.ProtocolVersions;
import io.atoll.resilience.Backoff;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Nodes that must not talk to each other say why, on both sides, and back off. */
class PeerRefusalTest {
  private static final LinkSettings SLOW_BACKOFF =
      new LinkSettings(
          new LinkSettings.Sizes(1_000, 10_000),
          new LinkSettings.Opening(10_000, 10_000),
          new Backoff(3_600_000, 3_600_000),
          new LinkSettings.Heartbeat(200, 30_000));

  @TempDir Path directory;
  private final BlockedThreadGuard guard = BlockedThreadGuard.open();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.atoll.peers");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listenToTheLog() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    guard.close();
  }

  @Test
  void anotherSecretIsRefused() {
    refused(
        "b",
        s -> secret(s, "another"),
        s -> s,
        LinkFailure.SECRET,
        "nodes 'a' and 'b' have different cluster secrets");
  }

  @Test
  void noSecretIsAnotherSecret() {
    refused(
        "b",
        s -> s,
        s -> secret(s, ""),
        LinkFailure.SECRET,
        "nodes 'a' and 'b' have different cluster secrets");
  }

  @Test
  void rangesOfVersionsThatDoNotMeetAreRefused() {
    refused(
        "b",
        s -> s.with(new ProtocolVersions(1, 1)),
        s -> s.with(new ProtocolVersions(2, 3)),
        LinkFailure.VERSION,
        "node 'a' speaks peer protocol 1, node 'b' 2 to 3: upgrade in steps");
  }

  @Test
  void rangesThatMeetInOneVersionSpeakIt() {
    try (TestNode a =
            TestNode.open(guard.vertx(), "a", directory, s -> s.with(new ProtocolVersions(1, 2)));
        TestNode b =
            TestNode.open(guard.vertx(), "b", directory, s -> s.with(new ProtocolVersions(2, 3)))) {
      PeerLinks.Link link = a.link("b", b);
      assertThat(link.version()).isZero();
      a.send(link, new byte[] {1});
      assertThat(Awaiting.next(b.frames).link().version()).isEqualTo(2);
    }
  }

  @Test
  void anotherClusterIsRefused() {
    refused(
        "b",
        s -> cluster(s, "production"),
        s -> s,
        LinkFailure.CLUSTER,
        "node 'a' is of cluster 'production', node 'b' of cluster 'test'");
  }

  @Test
  void anotherNodeThanTheOneWantedIsRefused() {
    refused(
        "c",
        s -> s,
        s -> s,
        LinkFailure.PEER_ID,
        "node 'a' wants node 'c' and reached node 'b': correct the address");
  }

  @Test
  void theAcceptorMayRefuseTheGreetingAndBothSidesReadWhy() {
    refused(
        "b",
        s -> s.with(greeting("a, b")),
        s -> s.with(greeting("a, b, c")),
        LinkFailure.GREETING,
        "the initial members differ: here [a, b, c], at 'a' [a, b]");
  }

  @Test
  void theDialerMayRefuseTheGreetingAndBothSidesReadWhy() {
    PeerGreeting tolerant =
        new PeerGreeting() {
          @Override
          public byte[] mine() {
            return "a, b, c".getBytes(StandardCharsets.UTF_8);
          }

          @Override
          public Optional<String> refuse(String peerId, byte[] theirs) {
            return Optional.empty();
          }
        };
    refused(
        "b",
        s -> s.with(greeting("a, b")),
        s -> s.with(tolerant),
        LinkFailure.GREETING,
        "the initial members differ: here [a, b], at 'b' [a, b, c]");
  }

  @Test
  void equalGreetingsAreAccepted() {
    try (TestNode a = TestNode.open(guard.vertx(), "a", directory, s -> s.with(greeting("a, b")));
        TestNode b = TestNode.open(guard.vertx(), "b", directory, s -> s.with(greeting("a, b")))) {
      a.send(a.link("b", b), new byte[] {1});
      assertThat(Awaiting.next(b.frames).link().peerId()).isEqualTo("a");
    }
  }

  @Test
  void aServerOfAnotherProtocolIsNamedAsWhatItIs() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        TestNode a = TestNode.open(guard.vertx(), "a", directory)) {
      PeerLinks.Link link = a.link(0, "b", new Address("127.0.0.1", server.getLocalPort()));
      a.send(link, new byte[] {1});
      try (RawPeer http = RawPeer.accept(server)) {
        http.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        http.drain();
      }
      assertThat(Awaiting.next(a.breaks)).isSameAs(link);
      assertThat(lines("a")).anyMatch(line -> line.contains("(HTTP") && line.contains("peer b at"));
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    LinkSettings hasty =
        new LinkSettings(
            new LinkSettings.Sizes(1_000, 10_000),
            new LinkSettings.Opening(10_000, 100),
            new Backoff(1, 20),
            new LinkSettings.Heartbeat(200, 30_000));
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        TestNode a = TestNode.open(guard.vertx(), "a", directory, s -> s.with(hasty))) {
      PeerLinks.Link link = a.link(0, "b", new Address("127.0.0.1", server.getLocalPort()));
      assertThat(a.send(link, new byte[] {1})).isTrue();
      assertThat(Awaiting.next(a.breaks)).isSameAs(link);
      assertThat(a.failures(LinkFailure.HANDSHAKE_TIMEOUT)).isEqualTo(1);
    }
  }

  @Test
  void aNodeThatIsStillStartingTurnsPeersAway() {
    RuntimeEnv starting =
        Awaiting.await(RuntimeEnv.open(guard.vertx(), TestNode.settings("b", directory)));
    try (TestNode a = TestNode.open(guard.vertx(), "a", directory)) {
      PeerLinks.Link link = a.link(0, "b", new Address("127.0.0.1", starting.peerPort()));
      a.send(link, new byte[] {1});
      assertThat(Awaiting.next(a.breaks)).isSameAs(link);
    }
    assertThat(starting.transportStats().failures(LinkFailure.NOT_READY)).isEqualTo(1);
    Awaiting.await(starting.close());
  }

  private void refused(
      String wantedId,
      UnaryOperator<RuntimeSettings> changeA,
      UnaryOperator<RuntimeSettings> changeB,
      LinkFailure reason,
      String text) {
    try (TestNode a =
            TestNode.open(guard.vertx(), "a", directory, s -> changeA.apply(s).with(SLOW_BACKOFF));
        TestNode b = TestNode.open(guard.vertx(), "b", directory, changeB)) {
      PeerLinks.Link link = a.link(wantedId, b);
      assertThat(a.send(link, new byte[] {1})).isTrue();
      assertThat(Awaiting.next(a.breaks)).isSameAs(link);
      assertThat(a.send(link, new byte[] {1})).as("backs off").isFalse();
      // b has closed when a's close has come back to it; closing b waits for that.
      Awaiting.await(b.env.close());
      assertThat(a.failures(reason)).isEqualTo(1);
      assertThat(b.env.transportStats().failures(reason)).isEqualTo(1);
      assertThat(b.frames).isEmpty();
      assertThat(b.breaks).isEmpty();
      for (String node : List.of("a", "b")) {
        assertThat(lines(node)).hasSize(1).allMatch(line -> line.contains(text));
      }
    }
  }

  private List<String> lines(String node) {
    return log.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.startsWith("node " + node + ":"))
        .toList();
  }

  private static PeerGreeting greeting(String members) {
    return new PeerGreeting() {
      @Override
      public byte[] mine() {
        return members.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public Optional<String> refuse(String peerId, byte[] theirs) {
        String other = new String(theirs, StandardCharsets.UTF_8);
        return other.equals(members)
            ? Optional.empty()
            : Optional.of(
                "the initial members differ: here [%s], at '%s' [%s]"
                    .formatted(members, peerId, other));
      }
    };
  }

  private static RuntimeSettings secret(RuntimeSettings s, String secret) {
    NodeCredentials own = s.credentials();
    return s.with(
        new NodeCredentials(
            own.nodeId(), own.clusterName(), secret.getBytes(StandardCharsets.UTF_8)));
  }

  private static RuntimeSettings cluster(RuntimeSettings s, String name) {
    NodeCredentials own = s.credentials();
    return s.with(new NodeCredentials(own.nodeId(), name, own.secret()));
  }
}
