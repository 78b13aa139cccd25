package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.transport.Connection;
import io.atoll.env.Address;
import io.atoll.env.ProtocolVersions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimStreamTest {
  private static final int PORT = 7;

  private final Scheduler scheduler = new Scheduler();
  private final SimNetwork network = new SimNetwork(scheduler, new SplittableRandom(1));
  private final Scheduler.Life nodeLife = new Scheduler.Life("node", SimStreamTest::rethrow);
  private final List<NodeSide> accepted = new ArrayList<>();
  private final SimNodeEnv node;
  private final SimClientLoop client;

  SimStreamTest() {
    Address gossip = new Address("node", 1);
    network.attach("node", "dc1", gossip, new Address("node", 2));
    network.attachClientPort("node", new Address("node", PORT));
    network.attachClient("client", "dc2");
    SimClock clock = new SimClock(scheduler, 0, 0);
    node =
        new SimNodeEnv(
            network,
            "node",
            gossip,
            new SimDisk("node"),
            nodeLife,
            clock,
            2,
            2,
            ProtocolVersions.SPOKEN,
            new SimPace(),
            () -> 1);
    Scheduler.Life life = new Scheduler.Life("client", SimStreamTest::rethrow);
    client = new SimClientLoop(network, "client", life, clock, 3);
  }

  private static void rethrow(Throwable thrown) {
    throw new IllegalStateException(thrown);
  }

  /** Takes what comes. */
  private static class Bytes implements SimStream.User, Connection.Listener {
    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    int pieces;
    Connection connection;
    String closed;

    @Override
    public void opened(Connection opened) {
      connection = opened;
    }

    @Override
    public void received(ByteBuffer bytes) {
      pieces++;
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      received.writeBytes(copy);
    }

    @Override
    public void closed(String reason) {
      assertThat(closed).as("closed before").isNull();
      closed = reason;
    }

    void send(byte[] bytes) {
      connection.write(bytes, 0, bytes.length);
    }
  }

  /** The node's side of one connection. */
  private static final class NodeSide extends Bytes {
    private final SimStream.End end;

    NodeSide(SimStream.End end) {
      this.end = end;
    }
  }

  private void listen() {
    network.running("node", node);
    node.openClientPort(
        (loop, end) -> {
          NodeSide side = new NodeSide(end);
          accepted.add(side);
          end.attach(side);
        });
  }

  private Bytes connect() {
    Bytes listener = new Bytes();
    client.connect("node", PORT, 3_000, listener);
    runForMs(200);
    return listener;
  }

  private void runForMs(long ms) {
    scheduler.runUntil(scheduler.nowNanos() + ms * 1_000_000);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(4).nextBytes(bytes);
    return bytes;
  }

  @Test
  void bytesArriveInOrderAndCutAnywhere() {
    listen();
    Bytes mine = connect();
    byte[] much = noise(300_000);
    mine.send(much);
    accepted.getFirst().end.write(much, 5, 1_000);
    runForMs(2_000);
    assertThat(accepted.getFirst().received.toByteArray()).isEqualTo(much);
    assertThat(accepted.getFirst().pieces).isGreaterThan(1);
    assertThat(mine.received.toByteArray()).isEqualTo(java.util.Arrays.copyOfRange(much, 5, 1_005));
    assertThat(mine.connection.unsentBytes()).isZero();
  }

  @Test
  void whoIsNotReadLeavesItsBytesUnsent() {
    listen();
    Bytes mine = connect();
    scheduler.pause(nodeLife);
    mine.send(noise(300_000));
    runForMs(60_000);
    assertThat(mine.connection.unsentBytes()).isGreaterThan(200_000);
    assertThat(mine.closed).isNull();
    scheduler.resume(nodeLife);
    runForMs(2_000);
    assertThat(accepted.getFirst().received.size()).isEqualTo(300_000);
    accepted.getFirst().end.pause();
    mine.send(noise(300_000));
    runForMs(2_000);
    assertThat(mine.connection.unsentBytes()).isGreaterThan(200_000);
    accepted.getFirst().end.resume();
    runForMs(2_000);
    assertThat(accepted.getFirst().received.size()).isEqualTo(600_000);
  }

  @Test
  void aFrozenNodeTakesConnectionsAndSaysNothing() {
    listen();
    scheduler.pause(nodeLife);
    Bytes mine = connect();
    assertThat(mine.connection).isNotNull();
    assertThat(accepted).isEmpty();
    scheduler.resume(nodeLife);
    runForMs(1);
    assertThat(accepted).hasSize(1);
  }

  @Test
  void nobodyListeningIsRefusedAndNoPowerIsSilence() {
    Bytes refused = connect();
    assertThat(refused.closed).isEqualTo("connection refused by node");
    network.running("node", node);
    network.ended("node", true);
    Bytes unanswered = connect();
    assertThat(unanswered.closed).isNull();
    runForMs(3_000);
    assertThat(unanswered.closed).isEqualTo("no connection within 3000 ms");
    assertThat(client.connections()).isZero();
  }

  @Test
  void aKilledNodeResetsItsConnectionsWhenAllThatItSentHasArrived() {
    listen();
    Bytes mine = connect();
    accepted.getFirst().end.write("farewell".getBytes(StandardCharsets.US_ASCII), 0, 8);
    node.end(false);
    runForMs(200);
    assertThat(mine.received.toString(StandardCharsets.US_ASCII)).isEqualTo("farewell");
    assertThat(mine.closed).isEqualTo("connection reset");
    assertThat(accepted.getFirst().closed).isNull();
  }

  @Test
  void aNodeWithoutPowerIsNoticedByItsSilence() {
    listen();
    Bytes mine = connect();
    node.end(true);
    runForMs(3_900);
    assertThat(mine.closed).isNull();
    runForMs(5_000);
    assertThat(mine.closed).isEqualTo("connection timed out");
  }

  @Test
  void bytesOutliveAShortCutAndALongOneEndsTheConnectionForTheirSender() {
    listen();
    Bytes mine = connect();
    network.cut("client", "node");
    mine.send(noise(10));
    runForMs(2_000);
    assertThat(accepted.getFirst().received.size()).isZero();
    network.heal();
    runForMs(500);
    assertThat(accepted.getFirst().received.size()).isEqualTo(10);
    network.cut("client", "node");
    mine.send(noise(10));
    runForMs(9_000);
    assertThat(mine.closed).isEqualTo("connection timed out");
    assertThat(accepted.getFirst().closed).as("the news cannot pass either").isNull();
    network.heal();
    runForMs(500);
    assertThat(accepted.getFirst().closed).isEqualTo("connection reset");
  }

  @Test
  void closingDropsWhatIsUnsentAndIsToldToBothOnce() {
    listen();
    Bytes mine = connect();
    mine.connection.close();
    mine.connection.close();
    runForMs(500);
    assertThat(mine.closed).isEqualTo("closed");
    assertThat(accepted.getFirst().closed).isEqualTo("closed by the other side");
    assertThat(node.clientConnections()).isZero();
  }
}
