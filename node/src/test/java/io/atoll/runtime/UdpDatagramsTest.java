package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.Address;
import io.atoll.env.Datagrams;
import io.vertx.core.Future;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UdpDatagramsTest {
  private record Arrival(Address from, byte[] payload) {}

  @TempDir Path directory;
  private final BlockedThreadGuard guard = BlockedThreadGuard.open();
  private final BlockingQueue<Arrival> atA = new LinkedBlockingQueue<>();
  private final BlockingQueue<Arrival> atB = new LinkedBlockingQueue<>();
  private TestNode a;
  private TestNode b;

  @BeforeEach
  void open() {
    a = TestNode.open(guard.vertx(), "a", directory);
    b = TestNode.open(guard.vertx(), "b", directory);
    receive(a, atA);
    receive(b, atB);
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
    guard.close();
  }

  @Test
  void theLongestDatagramArrivesWholeAndIsAnswered() {
    byte[] payload = new byte[Datagrams.MAX_BYTES];
    new Random(1).nextBytes(payload);
    send(a, new Address("127.0.0.1", b.env.gossipPort()), payload);
    Arrival arrival = Awaiting.next(atB);
    assertThat(arrival.payload()).isEqualTo(payload);
    assertThat(arrival.from()).isEqualTo(new Address("127.0.0.1", a.env.gossipPort()));
    send(b, arrival.from(), new byte[] {7});
    assertThat(Awaiting.next(atA).payload()).containsExactly(7);
  }

  @Test
  void hostNamesAreLookedUp() {
    Address named = new Address("localhost", b.env.gossipPort());
    send(a, named, new byte[] {1});
    send(a, named, new byte[] {2});
    assertThat(Awaiting.next(atB).payload()).isNotEmpty();
  }

  @Test
  void unknownHostsAndLongDatagramsAreLostInSilence() {
    send(a, new Address("no-such-host.invalid", 1), new byte[] {1});
    send(a, new Address("127.0.0.1", b.env.gossipPort()), new byte[Datagrams.MAX_BYTES + 1]);
    send(a, new Address("127.0.0.1", b.env.gossipPort()), new byte[] {3});
    assertThat(Awaiting.next(atB).payload()).containsExactly(3);
    assertThat(a.count(TransportStats.Counter.DATAGRAMS_TOO_LONG)).isEqualTo(1);
  }

  @Test
  void emptyAndOverlongDatagramsOfStrangersAreDropped() throws Exception {
    try (DatagramSocket stranger = new DatagramSocket()) {
      for (int size : new int[] {0, Datagrams.MAX_BYTES + 1, 3_000, 60_000, 2}) {
        stranger.send(
            new DatagramPacket(
                new byte[size], size, InetAddress.getLoopbackAddress(), b.env.gossipPort()));
      }
    }
    assertThat(Awaiting.next(atB).payload()).hasSize(2);
    assertThat(b.count(TransportStats.Counter.DATAGRAMS_TOO_LONG)).isEqualTo(3);
    assertThat(b.count(TransportStats.Counter.DATAGRAMS_IN)).isEqualTo(5);
  }

  private static void send(TestNode node, Address to, byte[] payload) {
    Awaiting.await(
        node.env
            .loop(0)
            .call(
                () -> {
                  node.env.datagrams().send(to, payload);
                  return Future.succeededFuture();
                }));
  }

  private static void receive(TestNode node, BlockingQueue<Arrival> arrivals) {
    Awaiting.await(
        node.env
            .loop(0)
            .call(
                () -> {
                  node.env
                      .datagrams()
                      .onReceive((from, payload) -> arrivals.add(new Arrival(from, payload)));
                  return Future.succeededFuture();
                }));
  }
}
