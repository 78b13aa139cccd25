package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.Address;
import io.atoll.env.PeerLinks;
import io.atoll.env.ProtocolVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What goes wrong on single ways, seen by those who send and receive. */
class SimWayFaultsTest {
  private static final Way WAY = new Way("a", "b");

  private final Scheduler scheduler = new Scheduler();
  private final SimNetwork network = new SimNetwork(scheduler, new SplittableRandom(1));
  private final List<Integer> datagrams = new ArrayList<>();
  private final List<String> frames = new ArrayList<>();
  private final SimNodeEnv a = node("a");
  private final SimNodeEnv b = node("b");
  private PeerLinks.Link link;
  private long breaks;

  private SimNodeEnv node(String id) {
    network.attach(id, "dc", new Address(id, 1), new Address(id, 2));
    Scheduler.Life life =
        new Scheduler.Life(
            id,
            thrown -> {
              throw new AssertionError(thrown);
            });
    SimNodeEnv env =
        new SimNodeEnv(
            network,
            id,
            new Address(id, 1),
            new SimDisk(id),
            life,
            new SimClock(scheduler, 0, 0),
            1,
            1,
            ProtocolVersions.SPOKEN,
            new SimPace(),
            () -> 1);
    network.running(id, env);
    env.datagrams().onReceive((from, payload) -> datagrams.add((int) payload[0]));
    env.peerLinks(0)
        .onEvents(
            new PeerLinks.Receiver() {
              @Override
              public void frame(PeerLinks.Link from, int version, byte[] frame) {
                frames.add(frame[0] + " at " + scheduler.nowMs());
              }

              @Override
              public void broken(PeerLinks.Link broken) {
                breaks++;
              }
            });
    return env;
  }

  private void passMs(long ms) {
    scheduler.runUntil(scheduler.nowNanos() + ms * 1_000_000);
  }

  private void datagram(int number) {
    a.datagrams().send(new Address("b", 1), new byte[] {(byte) number});
  }

  private void frame(int number, int bytes) {
    byte[] frame = new byte[bytes];
    frame[0] = (byte) number;
    if (link == null) {
      link = a.peerLinks(0).open("b", new Address("b", 2));
    }
    link.send(frame);
  }

  private void connect() {
    frame(0, 1);
    passMs(100);
    assertThat(frames).hasSize(1);
    frames.clear();
  }

  @Test
  void whatIsHeldBackArrivesWhenItIsLetGo() {
    connect();
    Undo one = network.holdBack(WAY);
    Undo other = network.holdBack(WAY);
    for (int i = 1; i <= 3; i++) {
      datagram(i);
      frame(i, 1);
    }
    passMs(3_000);
    one.undo();
    passMs(3_000);
    assertThat(datagrams).isEmpty();
    assertThat(frames).isEmpty();
    other.undo();
    passMs(300);
    assertThat(datagrams).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(frames).hasSize(3);
    assertThat(frames.getFirst()).startsWith("1 ");
    assertThat(frames.getLast()).startsWith("3 ");
    assertThat(breaks).isZero();
  }

  @Test
  void aConnectionBreaksWhenWhatItCarriesIsHeldBackForTooLongAndDatagramsAreStillKept() {
    connect();
    network.holdBack(WAY);
    datagram(1);
    frame(1, 1);
    passMs(60_000);
    assertThat(breaks).isEqualTo(2);
    network.heal();
    passMs(100);
    assertThat(datagrams).containsExactly(1);
    assertThat(frames).isEmpty();
  }

  @Test
  void oneWayIsSlowAndTheOtherIsNot() {
    connect();
    Undo slow = network.delay(WAY, 700);
    long before = scheduler.nowMs();
    frame(1, 1);
    passMs(2_000);
    assertThat(frames).containsExactly("1 at " + (before + 700));
    b.datagrams().send(new Address("a", 1), new byte[] {9});
    passMs(1);
    assertThat(datagrams).containsExactly(9);
    slow.undo();
    frame(2, 1);
    passMs(1);
    assertThat(frames).hasSize(2);
  }

  @Test
  void aBadWayLosesDatagramsAndStallsFramesInTheirOrder() {
    connect();
    network.faults(WAY, new NetworkFaults(1, 0, 0.5, 3_000));
    for (int i = 1; i <= 20; i++) {
      datagram(i);
      frame(i, 1);
    }
    b.datagrams().send(new Address("a", 1), new byte[] {99});
    passMs(1);
    assertThat(frames).hasSizeLessThan(20);
    passMs(4_000);
    assertThat(datagrams).containsExactly(99);
    assertThat(frames.stream().map(each -> Integer.valueOf(each.substring(0, each.indexOf(' ')))))
        .hasSize(20)
        .isSorted();
  }

  @Test
  void aNarrowWayLetsSoManyBytesPassASecondAndTheRestQueuesUp() {
    connect();
    network.narrow(List.of(WAY), 10_000);
    for (int i = 1; i <= 20; i++) {
      frame(i, 1_000);
    }
    assertThat(link.queuedBytes()).as("what the operating system does not take").isPositive();
    passMs(1_000);
    assertThat(frames.size()).isBetween(8, 10);
    passMs(1_200);
    assertThat(frames).hasSize(20);
    assertThat(link.queuedBytes()).isZero();
  }

  @Test
  void datagramsAreDroppedWhereTheyWouldWaitTooLong() {
    network.narrow(List.of(WAY), 100);
    for (int i = 1; i <= 100; i++) {
      datagram(i);
    }
    passMs(10_000);
    assertThat(datagrams.size()).isBetween(40, 60);
  }

  @Test
  void datagramsThatAreHeldForMinutesArriveInAnyOrder() {
    network.faults(WAY, new NetworkFaults(0, 0, 1, 180_000));
    for (int i = 1; i <= 30; i++) {
      datagram(i);
    }
    passMs(60_000);
    assertThat(datagrams.size()).isBetween(3, 25);
    passMs(120_000);
    assertThat(datagrams).hasSize(30);
    assertThat(datagrams).isNotEqualTo(datagrams.stream().sorted().toList());
  }

  @Test
  void aLinkThatIsClosedWhileItConnectsCarriesNothing() {
    frame(1, 1);
    link.close();
    passMs(1_000);
    assertThat(frames).isEmpty();
    assertThat(link.send(new byte[1])).isFalse();
    assertThat(breaks).as("what the peer is told").isLessThanOrEqualTo(1);
  }
}
