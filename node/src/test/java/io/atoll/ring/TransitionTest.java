package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TransitionTest {
  private final Topology before =
      Topology.form("test", 64, Clusters.members(4, "us", "eu"))
          .withKeyspace(Clusters.keyspace("users", "us", 2));
  private final Topology joined =
      before.withJoined(List.of(Clusters.member("us-5", "us", "rack5")));

  @Property(tries = 60)
  void aTransitionWalksToItsTargetThroughSoundEpochsOfOneForm(@ForAll Random random) {
    Topology target = target(random);
    Topology now = RingChange.begin(before, target, 1 + random.nextInt(30));
    for (int steps = 0; !isAll(now, Stage.DONE); steps++) {
      assertSound(now);
      assertThat(Topology.decode(now.encode())).isEqualTo(now).hasSameHashCodeAs(now);
      Topology next = RingChange.move(now, anyStep(now, random, steps < 40));
      assertThat(next).isNotEqualTo(now);
      now = next;
    }
    assertSound(now);
    Topology done = RingChange.finish(now);
    assertThat(done.transition()).isEmpty();
    assertThat(done.epoch()).isEqualTo(now.epoch() + 1);
    assertThat(done.claim()).isEqualTo(target.claim());
    assertThat(done.members()).isEqualTo(target.members());
    assertThat(done.keyspaces()).isEqualTo(target.keyspaces());
    assertThat(done.nextMember()).isEqualTo(target.nextMember());
  }

  private Topology target(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> joined;
      case 1 -> before.withLeft(List.of("us-2"));
      case 2 -> before.withWeights(Map.of("eu-1", 3));
      case 3 -> before.withChangedKeyspace(Clusters.keyspace("users", "us", 4, "eu", 2));
      case 4 -> before.withChangedKeyspace(Clusters.keyspace("default", "us", 1));
      default ->
          joined
              .withLeft(List.of("us-1", "eu-4"))
              .withChangedKeyspace(Clusters.keyspace("users", "eu", 1));
    };
  }

  /** Some batches, each on or back by one; only on when it is to come to an end. */
  private static Map<Integer, Stage> anyStep(Topology topology, Random random, boolean back) {
    Transition transition = topology.transition().orElseThrow();
    Map<Integer, Stage> step = new HashMap<>();
    for (int batch = 0; batch < transition.batches(); batch++) {
      Stage stage = transition.stageOfBatch(batch);
      if (back && random.nextInt(6) == 0 && stage.aborted().isPresent()) {
        step.put(batch, stage.aborted().get());
      } else if (stage.next().isPresent() && (step.isEmpty() || random.nextBoolean())) {
        step.put(batch, stage.next().get());
      }
    }
    return step;
  }

  /** Of every arc and keyspace: who is asked and counted is written to, and so is nobody else. */
  private void assertSound(Topology topology) {
    Transition transition = topology.transition().orElseThrow();
    for (Keyspace keyspace : topology.keyspaces().values()) {
      for (int arc = 0; arc < topology.partitions(); arc++) {
        long token = Partitions.tokens(arc, topology.partitions()).from();
        Placement placement = topology.placement(keyspace, token);
        Set<Member> written = new HashSet<>(placement.writes());
        Set<Member> parts = new HashSet<>(placement.pending());
        placement.counts().forEach(set -> parts.addAll(set.replicas()));
        assertThat(written).hasSameSizeAs(placement.writes()).isEqualTo(parts);
        assertThat(placement.counts()).contains(placement.reads());
        assertThat(topology.preferenceList(keyspace, token)).isEqualTo(placement.reads());
        if (transition.stage(arc).isEmpty()) {
          assertThat(placement.writes())
              .extracting(Member::number)
              .isEqualTo(numbers(before.preferenceList(keyspace, token)));
        }
      }
    }
  }

  private static List<Integer> numbers(PreferenceList list) {
    return list.replicas().stream().map(Member::number).toList();
  }

  @Test
  void everyArcThatMovesIsInOneBatchAndNoOtherIs() {
    Topology planned = RingChange.begin(before, joined, 5);
    Transition transition = planned.transition().orElseThrow();
    List<Integer> arcs = new ArrayList<>();
    for (int batch = 0; batch < transition.batches(); batch++) {
      assertThat(transition.arcs(batch)).hasSizeBetween(1, 5);
      arcs.addAll(transition.arcs(batch));
    }
    List<Integer> moving = new ArrayList<>();
    for (int arc = 0; arc < 64; arc++) {
      if (!Arrays.equals(before.claim().owners("us", arc), joined.claim().owners("us", arc))) {
        moving.add(arc);
      }
    }
    assertThat(arcs).isEqualTo(moving).isNotEmpty();
    assertThat(transition.batch(moving.get(5))).contains(1);
    assertThat(planned.members()).isEqualTo(joined.members());
    assertThat(planned.claim()).isEqualTo(before.claim());
  }

  @Test
  void membersThatLeaveStayUntilTheEnd() {
    Topology target = before.withLeft(List.of("us-2"));
    int leaving = before.member("us-2").number();
    Topology planned = RingChange.begin(before, target, 100);
    assertThat(planned.transition().orElseThrow().leaving()).containsExactly(leaving);
    assertThat(planned.members()).containsKey(leaving);
  }

  @Test
  void aWithdrawnTransitionLeavesTheClaimAsItWas() {
    Topology planned = RingChange.begin(before, joined, 100);
    Topology withdrawn =
        RingChange.withdraw(
            RingChange.move(
                RingChange.move(planned, Map.of(0, Stage.COPYING)), Map.of(0, Stage.PLANNED)));
    assertThat(withdrawn.transition()).isEmpty();
    assertThat(withdrawn.claim()).isEqualTo(before.claim());
    assertThat(withdrawn.epoch()).isEqualTo(before.epoch() + 4);
  }

  @Test
  void aMovingArcThatWasAskedForBeforeIsNotMadeAgain() {
    Topology planned = RingChange.begin(before, joined, 100);
    Keyspace keyspace = planned.keyspaces().get("users");
    assertThat(planned.placement(keyspace, 7)).isSameAs(planned.placement(keyspace, 9));
  }

  @Test
  void whatTheRingDoesNotNeedCanChangeMeanwhile() {
    Topology planned = RingChange.begin(before, joined, 100);
    Topology changed =
        planned.withKeyspace(Clusters.keyspace("more", "us", 3)).withoutKeyspace("users");
    assertThat(changed.transition()).isEqualTo(planned.transition());
    assertThat(changed.keyspaces()).containsOnlyKeys("default", "more");
  }

  @Test
  void otherChangesWaitAndSayForWhat() {
    Topology planned = RingChange.begin(before, joined, 100);
    String until = "must wait until that is done or withdrawn";
    assertRefused(
        () -> planned.withLeft(List.of("us-1")), "the ring is being changed in epoch 3: " + until);
    assertRefused(() -> RingChange.begin(planned, joined, 1), until);
    assertRefused(() -> planned.withKeyspace(Clusters.keyspace("deep", "us", 4)), until);
    assertRefused(() -> planned.withoutKeyspace("default"), until);
    Topology changing =
        RingChange.begin(
            before, before.withChangedKeyspace(Clusters.keyspace("users", "us", 2, "eu", 2)), 100);
    assertRefused(
        () -> changing.withoutKeyspace("users"),
        "keyspace users is being changed with the ring: " + until);
  }

  @Test
  void anEndThatIsNoneYetIsRefused() {
    Topology planned = RingChange.begin(before, joined, 100);
    assertRefused(() -> RingChange.finish(planned), "must be done in every batch");
    Topology copying = RingChange.move(planned, Map.of(0, Stage.COPYING));
    assertRefused(() -> RingChange.withdraw(copying), "must be aborted in every batch first");
    assertRefused(
        () -> RingChange.move(copying, Map.of(1, Stage.COPYING)), "batch 1 does not exist");
    assertRefused(
        () -> RingChange.move(before, Map.of()), "the ring is not being changed in epoch 2");
    assertRefused(
        () -> RingChange.begin(before, joined, 0), "arcs per batch is 0: must be 1 or more");
    assertRefused(
        () -> RingChange.begin(before, joined.withoutKeyspace("users"), 1),
        "arcs move and no keyspace comes or goes");
  }

  @Test
  void aTransitionThatDoesNotFitItsTopologyIsRefused() {
    Transition sound = RingChange.begin(before, joined, 8).transition().orElseThrow();
    int[] batches = sound.batchByPartition();
    int moving = sound.arcs(0).getFirst();
    int[] lost = batches.clone();
    lost[moving] = -1;
    assertUnfit(
        new Transition(sound.claim(), List.of(), new TreeMap<>(), stages(sound), lost),
        "partition %d moves and is in no batch".formatted(moving));
    int[] unknown = batches.clone();
    unknown[moving] = sound.batches();
    assertUnfit(
        new Transition(sound.claim(), List.of(), new TreeMap<>(), stages(sound), unknown),
        "partition %d is in batch %d".formatted(moving, sound.batches()));
    List<Stage> more = new ArrayList<>(stages(sound));
    more.add(Stage.PLANNED);
    assertUnfit(
        new Transition(sound.claim(), List.of(), new TreeMap<>(), more, batches),
        "batch %d is empty".formatted(sound.batches()));
    assertUnfit(
        new Transition(sound.claim(), List.of(99), new TreeMap<>(), stages(sound), batches),
        "member 99 is to leave and does not exist");
    int owner = joined.claim().owner("us", moving, 0);
    assertUnfit(
        new Transition(sound.claim(), List.of(owner), new TreeMap<>(), stages(sound), batches),
        "names member %d in slot".formatted(owner));
    Keyspace same = before.keyspaces().get("users");
    assertUnfit(
        new Transition(
            sound.claim(), List.of(), new TreeMap<>(Map.of("users", same)), stages(sound), batches),
        "must be a change of a keyspace that exists");
  }

  private void assertUnfit(Transition transition, String why) {
    Topology planned = RingChange.begin(before, joined, 8);
    assertRefused(
        () ->
            new Topology(
                "test",
                3,
                64,
                planned.members(),
                planned.claim(),
                planned.keyspaces(),
                planned.nextMember(),
                planned.nextKeyspace(),
                transition),
        why);
  }

  private static List<Stage> stages(Transition transition) {
    List<Stage> stages = new ArrayList<>();
    for (int batch = 0; batch < transition.batches(); batch++) {
      stages.add(transition.stageOfBatch(batch));
    }
    return stages;
  }

  private static boolean isAll(Topology topology, Stage stage) {
    return topology.transition().orElseThrow().isAll(stage);
  }

  private static void assertRefused(Runnable change, String why) {
    assertThatThrownBy(change::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
