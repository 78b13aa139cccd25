package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.HistoryWorld.Known;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Siblings against full causal histories, see {@link HistoryWorld}. */
class SiblingsHistoryTest {
  private static final int REPLICAS = 4;

  enum Action {
    PUT_AFTER_READ,
    PUT_AFTER_READ_ELSEWHERE,
    PUT_STALE,
    PUT_AFTER_TWO_READS,
    PUT_BLIND,
    DELETE,
    MERGE,
    MERGE_OLD_MESSAGE,
    LOSE_AND_RESTART
  }

  record Step(Action action, int at, int from, int pick) {}

  @Property(tries = 2_000)
  void exactlyTheConcurrentValuesLiveWhateverHappens(@ForAll("scripts") List<Step> script) {
    HistoryWorld world = new HistoryWorld(REPLICAS);
    for (Step step : script) {
      perform(step, world);
    }
    assertThatAnyOrderOfMergingSettles(world);
  }

  private static void perform(Step step, HistoryWorld world) {
    int at = step.at;
    Known other = world.replica(step.from);
    Known old = world.old(step.pick);
    switch (step.action) {
      case PUT_AFTER_READ -> world.put(at, world.replica(at), false);
      case PUT_AFTER_READ_ELSEWHERE -> world.put(at, other, false);
      case PUT_STALE -> world.put(at, old, false);
      case PUT_AFTER_TWO_READS -> world.put(at, other.merge(old), false);
      case PUT_BLIND -> world.put(at, Known.NOTHING, false);
      case DELETE -> world.put(at, other, true);
      case MERGE -> world.merge(at, other);
      case MERGE_OLD_MESSAGE -> world.merge(at, old);
      case LOSE_AND_RESTART -> world.loseAndRestart(at, step.pick);
    }
  }

  private static void assertThatAnyOrderOfMergingSettles(HistoryWorld world) {
    Siblings forward = Siblings.EMPTY;
    Siblings backward = Siblings.EMPTY;
    for (int i = 0; i < world.size(); i++) {
      forward = forward.merge(world.replica(i).state());
      backward = world.replica(world.size() - 1 - i).state().merge(backward);
    }
    assertThat(forward).isEqualTo(backward);
    assertThat(forward.encode()).isEqualTo(backward.encode());
  }

  @Property
  void aPutRemovesExactlyTombstonesAndWhatItsContextSaw(@ForAll("scripts") List<Step> script) {
    HistoryWorld world = new HistoryWorld(REPLICAS);
    for (Step step : script) {
      perform(step, world);
      Siblings before = world.replica(step.at).state();
      CausalContext context = world.old(step.pick).state().clientContext();
      Siblings after = before.put(world.actor(step.at), context, 9, false, "", new byte[0]);
      Dot written = new Dot(world.actor(step.at), after.context().counter(world.actor(step.at)));
      List<Version> expected =
          before.versions().stream()
              .filter(v -> !v.tombstone() && !context.contains(v.dot()))
              .toList();
      assertThat(after.versions().stream().filter(v -> !v.dot().equals(written)).toList())
          .isEqualTo(expected);
      assertThat(after.versions()).hasSize(expected.size() + 1);
      assertThat(before.context().contains(written)).isFalse();
      assertThat(context.contains(written)).isFalse();
    }
  }

  @Property
  void aClientThatWritesWhatItReadKeepsOneVersionOnAnyWay(@ForAll("scripts") List<Step> way) {
    HistoryWorld world = new HistoryWorld(REPLICAS);
    Known read = Known.NOTHING;
    for (Step step : way) {
      read = world.put(step.at, read, false);
      assertThat(read.state().versions()).hasSize(1);
      world.merge(step.from, step.pick % 2 == 0 ? read : world.old(step.pick));
      assertThat(world.replica(step.from).state().versions()).hasSizeLessThanOrEqualTo(1);
    }
  }

  /** Each client goes on from its own last write and never reads: one version each, no more. */
  @Property
  void clientsThatIgnoreEachOtherKeepOneVersionEach(@ForAll("scripts") List<Step> script) {
    int clients = 3;
    CausalContext[] contexts = new CausalContext[clients];
    Arrays.fill(contexts, CausalContext.EMPTY);
    Siblings[] replicas = new Siblings[clients];
    Arrays.fill(replicas, Siblings.EMPTY);
    for (Step step : script) {
      int client = step.pick % clients;
      // Each client has a replica of its own to write to, as clients of three datacenters would.
      Actor actor = new Actor(client, 1);
      replicas[client] =
          replicas[client].put(actor, contexts[client], 1, false, "", new byte[] {(byte) client});
      contexts[client] = replicas[client].contextAfterPut(actor, contexts[client]);
      int to = step.at % clients;
      replicas[to] = replicas[to].merge(replicas[client]);
      assertThat(replicas[to].versions())
          .extracting(version -> version.value()[0])
          .doesNotHaveDuplicates();
    }
  }

  @Property
  void theWritersContextHoldsItsWriteAndNothingElseThatTheWriterDidNotRead(
      @ForAll("scripts") List<Step> script) {
    HistoryWorld world = new HistoryWorld(REPLICAS);
    for (Step step : script) {
      perform(step, world);
      CausalContext context = world.old(step.pick).state().clientContext();
      Actor actor = world.actor(step.at);
      Siblings after =
          world.replica(step.at).state().put(actor, context, 9, false, "", new byte[0]);
      Dot written = new Dot(actor, after.context().counter(actor));
      CausalContext answered = after.contextAfterPut(actor, context);
      assertThat(answered.vector().descends(context.vector())).isTrue();
      assertThat(answered.timestamp()).isGreaterThan(context.timestamp());
      for (Version version : after.versions()) {
        if (!version.dot().equals(written)) {
          assertThat(answered.contains(version.dot())).isFalse();
        }
      }
      assertThat(answered.contains(written)).isTrue();
      for (Dot newest : after.context().newestDots()) {
        for (long counter = 1; counter <= newest.counter(); counter++) {
          Dot dot = new Dot(newest.actor(), counter);
          if (!dot.equals(written)) {
            assertThat(answered.contains(dot)).isEqualTo(context.contains(dot));
          }
        }
      }
      assertThat(answered.least().contains(written)).isTrue();
      assertThat(after.context().descends(answered.least())).isTrue();
    }
  }

  @Provide
  Arbitrary<List<Step>> scripts() {
    Arbitrary<Action> actions =
        Arbitraries.frequency(
            Tuple.of(3, Action.PUT_AFTER_READ),
            Tuple.of(3, Action.PUT_AFTER_READ_ELSEWHERE),
            Tuple.of(3, Action.PUT_STALE),
            Tuple.of(2, Action.PUT_AFTER_TWO_READS),
            Tuple.of(2, Action.PUT_BLIND),
            Tuple.of(2, Action.DELETE),
            Tuple.of(6, Action.MERGE),
            Tuple.of(3, Action.MERGE_OLD_MESSAGE),
            Tuple.of(1, Action.LOSE_AND_RESTART));
    Arbitrary<Integer> replicas = Arbitraries.integers().between(0, REPLICAS - 1);
    Arbitrary<Integer> picks = Arbitraries.integers().between(0, 1_000);
    return Combinators.combine(actions, replicas, replicas, picks)
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }
}
