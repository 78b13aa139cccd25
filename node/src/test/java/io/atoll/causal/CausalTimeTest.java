package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/**
 * Where the last writer wins, time never contradicts causality: a put beats everything that its
 * context saw, whichever replica takes it, whatever the clocks say.
 */
@Domain(CausalDomain.class)
@Domain(DomainContext.Global.class)
class CausalTimeTest {
  private static final int REPLICAS = 3;
  private static final int CLIENTS = 3;
  private static final Actor A = new Actor(1, 1);
  private static final Actor B = new Actor(2, 1);
  private static final byte[] VALUE = {1};

  enum Action {
    READ,
    READ_MORE,
    PUT,
    PUT_BLIND,
    MERGE,
    MERGE_OLD_MESSAGE,
    LOSE_AND_RESTART
  }

  /**
   * @param wallMs what the clock of the replica says now; clocks jump, by more than others believe
   */
  record Step(Action action, int at, int from, int client, int pick, long wallMs) {}

  /** A write, the state that it made, and what it must beat. */
  private record Written(CausalContext context, Version version, Siblings state) {}

  /** Replicas that keep the last writer's value, clients that carry contexts between them. */
  private static final class World {
    final Siblings[] replicas = new Siblings[REPLICAS];
    final HybridClock[] clocks = new HybridClock[REPLICAS];
    final int[] generations = new int[REPLICAS];
    final CausalContext[] clients = new CausalContext[CLIENTS];
    final List<Siblings> everything = new ArrayList<>(List.of(Siblings.EMPTY));
    final List<Written> writes = new ArrayList<>();
    final Map<Dot, Long> timestamps = new TreeMap<>();

    World() {
      for (int i = 0; i < REPLICAS; i++) {
        replicas[i] = Siblings.EMPTY;
        clocks[i] = new HybridClock();
        generations[i] = 1;
      }
      for (int i = 0; i < CLIENTS; i++) {
        clients[i] = CausalContext.EMPTY;
      }
    }

    void perform(Step step) {
      switch (step.action) {
        case READ -> clients[step.client] = replicas[step.at].clientContext();
        case READ_MORE ->
            clients[step.client] = clients[step.client].merge(replicas[step.at].clientContext());
        case PUT -> put(step, clients[step.client]);
        case PUT_BLIND -> put(step, CausalContext.EMPTY);
        case MERGE -> replace(step.at, replicas[step.at].mergeLastWriterWins(replicas[step.from]));
        case MERGE_OLD_MESSAGE ->
            replace(step.at, replicas[step.at].mergeLastWriterWins(old(step.pick)));
        case LOSE_AND_RESTART -> {
          replicas[step.at] = old(step.pick);
          clocks[step.at] = new HybridClock();
          generations[step.at]++;
        }
      }
    }

    Siblings old(int pick) {
      return everything.get(pick % everything.size());
    }

    private void replace(int replica, Siblings state) {
      replicas[replica] = state;
      everything.add(state);
    }

    /** As a replica makes a write. */
    private void put(Step step, CausalContext context) {
      Actor actor = new Actor(step.at, generations[step.at]);
      Siblings before = replicas[step.at];
      HybridClock clock = clocks[step.at];
      clock.observe(before.maxTimestamp(), step.wallMs);
      long now = Math.max(clock.next(step.wallMs), before.timeAfter(context));
      Siblings after = before.put(actor, context, now, step.pick % 5 == 0, "", VALUE);
      Dot dot = new Dot(actor, after.context().counter(actor));
      Version version =
          after.versions().stream().filter(v -> v.dot().equals(dot)).findFirst().orElseThrow();
      timestamps.put(dot, version.timestamp());
      clients[step.client] = after.contextAfterPut(actor, context);
      replace(step.at, after.lastWriterWins());
      writes.add(new Written(context, version, after.lastWriterWins()));
    }
  }

  private static World played(List<Step> script) {
    World world = new World();
    script.forEach(world::perform);
    return world;
  }

  @Property(tries = 2_000)
  void aPutIsLaterThanEverythingThatItsContextSaw(@ForAll("scripts") List<Step> script) {
    World world = played(script);
    for (Written written : world.writes) {
      world.timestamps.forEach(
          (dot, timestamp) -> {
            if (written.context.contains(dot)) {
              assertThat(written.version.timestamp())
                  .as("%s after %s, of which it had seen %s", written, written.context, dot)
                  .isGreaterThan(timestamp);
            }
          });
    }
  }

  @Property(tries = 1_000)
  void aPutWinsOverWhatItsReplicaHeldWhetherItsWriterHadSeenItOrNot(
      @ForAll("scripts") List<Step> script) {
    World world = played(script);
    for (Written written : world.writes) {
      assertThat(written.state.versions()).containsExactly(written.version);
    }
  }

  @Property(tries = 1_000)
  void whatAPutSupersededNeverReturnsInAnyOrderOfMerging(@ForAll("scripts") List<Step> script) {
    World world = played(script);
    Siblings forward = Siblings.EMPTY;
    Siblings backward = Siblings.EMPTY;
    for (Siblings state : world.everything) {
      forward = forward.mergeLastWriterWins(state);
      backward = state.mergeLastWriterWins(backward);
    }
    assertThat(forward).isEqualTo(backward);
    for (Written written : world.writes) {
      assertThatNothingSuperseded(written, forward);
      for (Siblings old : world.everything) {
        Siblings joined = written.state.mergeLastWriterWins(old);
        assertThat(old.mergeLastWriterWins(written.state)).isEqualTo(joined);
        assertThatNothingSuperseded(written, joined);
      }
    }
  }

  private static void assertThatNothingSuperseded(Written written, Siblings state) {
    for (Version version : state.versions()) {
      assertThat(written.context.contains(version.dot()))
          .as("%s returned after %s", version, written)
          .isFalse();
    }
  }

  /** A reader of any state, and a writer, is told a time that nothing it has seen exceeds. */
  @Property(tries = 1_000)
  void aContextIsNoEarlierThanWhatItContains(@ForAll("scripts") List<Step> script) {
    World world = played(script);
    List<CausalContext> contexts = new ArrayList<>(List.of(world.clients));
    world.everything.forEach(state -> contexts.add(state.clientContext()));
    for (CausalContext context : contexts) {
      world.timestamps.forEach(
          (dot, timestamp) -> {
            if (context.contains(dot)) {
              assertThat(context.timestamp())
                  .as("%s of %s", dot, context)
                  .isGreaterThanOrEqualTo(timestamp);
            }
          });
    }
  }

  /** A context serves as entity tag: it changes whenever the state does. */
  @Property(tries = 1_000)
  void statesThatDifferHaveContextsThatDiffer(@ForAll("scripts") List<Step> script) {
    Map<CausalContext, Siblings> stateByContext = new HashMap<>();
    for (Siblings state : played(script).everything) {
      Siblings same = stateByContext.putIfAbsent(state.clientContext(), state);
      assertThat(same == null ? state : same).isEqualTo(state);
    }
  }

  /** The anomaly that simulation found: W is read here and overwritten where it has not arrived. */
  @Example
  void aWriteThroughAReplicaThatLagsBeatsWhatItsWriterRead() {
    Siblings here = Siblings.EMPTY.put(A, CausalContext.EMPTY, 200, false, "", VALUE);
    CausalContext read = CausalContext.decode(here.clientContext().encode());
    Siblings there = Siblings.EMPTY.put(B, read, 50, false, "", VALUE);
    assertThat(there.maxTimestamp()).isEqualTo(201);
    assertThat(here.mergeLastWriterWins(there)).isEqualTo(there);
    assertThat(there.mergeLastWriterWins(here)).isEqualTo(there);
  }

  /** One client writes again and again with what its last write gave, here and there. */
  @Example
  void aClientThatGoesOnFromItsOwnWritesNeverLosesTheLast() {
    Siblings here = Siblings.EMPTY.put(A, CausalContext.EMPTY, 200, false, "", VALUE);
    CausalContext wrote = here.contextAfterPut(A, CausalContext.EMPTY);
    assertThat(wrote).isEqualTo(new CausalContext(VersionVector.of(A, 1), 200));
    Siblings there = Siblings.EMPTY.put(B, wrote, 50, true, "", VALUE);
    assertThat(there.contextAfterPut(B, wrote).timestamp()).isEqualTo(201);
    assertThat(here.mergeLastWriterWins(there).live()).isEmpty();
  }

  /** What was superseded unread by its writer stands on where that is not known yet. */
  @Example
  void aWriteDoesNotTakeForSeenWhatItsActorHadBefore() {
    Siblings first = Siblings.EMPTY.put(A, CausalContext.EMPTY, 900, false, "", VALUE);
    Siblings second = first.put(B, first.clientContext(), 10, false, "", VALUE);
    Siblings third = second.put(A, CausalContext.EMPTY, 20, false, "", VALUE);
    CausalContext answered = third.contextAfterPut(A, CausalContext.EMPTY);
    assertThat(answered)
        .isEqualTo(new CausalContext(VersionVector.EMPTY, List.of(new Dot(A, 2)), 901));
    Siblings lagging = first.put(new Actor(3, 1), answered, 30, false, "", VALUE);
    assertThat(lagging.versions()).hasSize(2);
    assertThat(lagging.merge(third).versions()).hasSize(2);
  }

  @Property
  void aForgedTimeLeavesTimestampsForWhoOverwrites(@ForAll CausalContext forged) {
    Actor actor = new Actor(9, 1);
    Siblings written = Siblings.EMPTY.put(actor, forged, 5, false, "", VALUE);
    assertThat(written.maxTimestamp())
        .isBetween(5L, Math.max(5, HybridClock.MAX_WALL_TIMESTAMP + 1));
    Siblings next = written.put(B, written.clientContext(), 5, false, "", VALUE);
    assertThat(next.maxTimestamp()).isGreaterThan(written.maxTimestamp());
    assertThat(next.mergeLastWriterWins(written)).isEqualTo(next);
  }

  /** What HybridClock refuses to believe does not come in through the states it is shown. */
  @Example
  void aForgedTimeMovesNoClock() {
    HybridClock clock = new HybridClock();
    long before = clock.next(1_000);
    CausalContext forged = new CausalContext(VersionVector.of(B, 1), Long.MAX_VALUE);
    Siblings written = Siblings.EMPTY.put(A, forged, before, false, "", VALUE);
    assertThat(clock.observe(written.maxTimestamp(), 1_000)).isFalse();
    assertThat(HybridClock.wallMs(clock.next(1_000))).isEqualTo(1_000);
  }

  @Property
  void contextsJoinLikeVectorsAndTimes(
      @ForAll CausalContext a, @ForAll CausalContext b, @ForAll CausalContext c) {
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    assertThat(a.merge(a)).isEqualTo(a);
    assertThat(a.merge(CausalContext.EMPTY)).isEqualTo(a);
    assertThat(a.merge(b).vector().descends(a.vector().merge(b.vector()))).isTrue();
    assertThat(a.merge(b).least()).isEqualTo(a.least().merge(b.least()));
    assertThat(a.merge(b).apart()).allMatch(dot -> a.contains(dot) || b.contains(dot));
    assertThat(a.apart()).allMatch(a.merge(b)::contains);
    assertThat(a.merge(b).timestamp()).isEqualTo(Math.max(a.timestamp(), b.timestamp()));
  }

  @Provide
  Arbitrary<List<Step>> scripts() {
    Arbitrary<Action> actions = Arbitraries.of(Action.class);
    Arbitrary<Integer> replicas = Arbitraries.integers().between(0, REPLICAS - 1);
    Arbitrary<Integer> clients = Arbitraries.integers().between(0, CLIENTS - 1);
    Arbitrary<Integer> picks = Arbitraries.integers().between(0, 1_000);
    Arbitrary<Long> walls =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1_000, 1_003),
            Arbitraries.longs().between(0, 10 * HybridClock.MAX_AHEAD_MS),
            Arbitraries.longs());
    return Combinators.combine(actions, replicas, replicas, clients, picks, walls)
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }
}
