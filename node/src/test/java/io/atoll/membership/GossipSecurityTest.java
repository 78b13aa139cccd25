package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.ProtocolVersions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What somebody who can send and record datagrams, but does not know the secret, can do. */
class GossipSecurityTest {
  private final GossipWorld world = GossipWorld.withHmac(3, 2, 3).startAll();
  private final SimNode a1 = world.node("a1");
  private final SimNode b1 = world.node("b1");
  private final List<byte[]> toB1 = new ArrayList<>();
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);

  private void record(SimNode from, long durationMs) {
    world.tap =
        (sender, to, datagram) -> {
          if (sender == from && to == b1) {
            toB1.add(datagram);
          }
        };
    world.run(durationMs);
    world.tap = (sender, to, datagram) -> {};
  }

  private GossipStats stats() {
    return b1.gossip.stats();
  }

  @Test
  void randomBytesDoNothingButCount() {
    GossipStats before = stats();
    for (int i = 0; i < 10_000; i++) {
      byte[] noise = new byte[random.nextInt(2_000)];
      random.nextBytes(noise);
      b1.gossip.receive(noise);
    }

    assertThat(
            stats().value(GossipStats.Counter.FORGED)
                + stats().value(GossipStats.Counter.MALFORMED))
        .isEqualTo(10_000);
    assertThat(stats().value(GossipStats.Counter.SENT))
        .isEqualTo(before.value(GossipStats.Counter.SENT));
  }

  @Test
  void aDatagramWithOneBitChangedIsForged() {
    record(a1, 5_000);
    GossipStats before = stats();
    byte[] datagram = toB1.getLast();
    for (int bit = 0; bit < datagram.length * 8; bit++) {
      byte[] changed = datagram.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      b1.gossip.receive(changed);
    }

    assertThat(stats().value(GossipStats.Counter.FORGED) - before.value(GossipStats.Counter.FORGED))
        .isEqualTo(datagram.length * 8L);
    assertThat(stats().value(GossipStats.Counter.SENT))
        .isEqualTo(before.value(GossipStats.Counter.SENT));
  }

  @Test
  void aTruncatedDatagramIsDropped() {
    record(a1, 5_000);
    GossipStats before = stats();
    byte[] datagram = toB1.getLast();
    for (int length = 0; length < datagram.length; length++) {
      b1.gossip.receive(Arrays.copyOf(datagram, length));
    }

    assertThat(
            stats().value(GossipStats.Counter.FORGED)
                + stats().value(GossipStats.Counter.MALFORMED)
                - before.value(GossipStats.Counter.FORGED)
                - before.value(GossipStats.Counter.MALFORMED))
        .isEqualTo(datagram.length);
  }

  @Test
  void aReplayedDatagramIsCountedAndNothingElse() {
    record(a1, 10_000);
    GossipStats before = stats();
    toB1.forEach(b1.gossip::receive);

    // The very last ones may still have been on their way: they are new, and their originals old.
    assertThat(
            stats().value(GossipStats.Counter.REPLAYED)
                - before.value(GossipStats.Counter.REPLAYED))
        .isBetween(toB1.size() - 3L, (long) toB1.size());
    world.run(1_000);
    assertThat(world.detections.changes).isZero();
  }

  @Test
  void aDatagramForAnotherNodeIsDropped() {
    record(a1, 2_000);
    SimNode b2 = world.node("b2");
    toB1.forEach(b2.gossip::receive);

    assertThat(b2.gossip.stats().value(GossipStats.Counter.MISDIRECTED)).isEqualTo(toB1.size());
  }

  @Test
  void anotherClusterWithTheSameSecretIsNotUnderstood() {
    byte[] secret = {1, 2, 3};
    Gossip foreign =
        new Gossip(
            GossipSettings.DEFAULT,
            ProtocolVersions.SPOKEN,
            a1.peer,
            Long.MAX_VALUE >>> 3,
            new HmacSeal("other", secret),
            random,
            world.node("a2"));
    foreign.setPeers(world.peers());
    world.tap =
        (sender, to, datagram) -> {
          if (to == b1) {
            toB1.add(datagram);
          }
        };
    foreign.leave();
    world.tap = (sender, to, datagram) -> {};
    world.run(2_000);

    assertThat(toB1).hasSize(1);
    assertThat(stats().value(GossipStats.Counter.FORGED)).isEqualTo(1);
    assertThat(b1.sees(a1)).isEqualTo(MemberState.ALIVE);
  }

  @Test
  void datagramsOfADeadNodeReplayedToARestartedOneDoNotReviveItForLong() {
    record(a1, 30_000);
    world.crash(a1);
    assertThat(world.runUntil(30_000, () -> world.allSee(a1, MemberState.DOWN))).isPositive();
    world.crash(b1);
    world.restart(b1);
    world.transcribing = true;

    // An endless tape of everything that the dead node ever said to it.
    for (int i = 0; i < 200; i++) {
      world.inject(b1, toB1.get(i % toB1.size()));
      world.run(100);
    }
    assertThat(b1.sees(a1)).isEqualTo(MemberState.DOWN);
    assertThat(world.allSee(a1, MemberState.DOWN)).isTrue();
    assertThat(stats().value(GossipStats.Counter.REPLAYED)).isPositive();
    assertThat(world.transcript).noneMatch(line -> line.contains("considers a1 ALIVE"));
  }
}
