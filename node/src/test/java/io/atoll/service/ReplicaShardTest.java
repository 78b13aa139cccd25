package io.atoll.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.HybridClock;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import io.atoll.replication.LocalReplicas.WriteListener;
import io.atoll.replication.Raise;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two replicas of one key whose clocks differ, and clients that go from one to the other. */
class ReplicaShardTest {
  private static final int MEMBERS = 100;
  private static final byte[] KEY = {7};
  private static final StorageKey PLACE = new StorageKey(1, 99, KEY);
  private static final long FAST_MS = 1_800_000_000_000L;
  private static final long DAY_MS = 86_400_000;
  private static final long SLOW_MS = FAST_MS - DAY_MS;

  private final ReplicaShard fast = replica(1, FAST_MS);
  private final ReplicaShard slow = replica(2, SLOW_MS);

  @Test
  void aWriteThroughAReplicaThatLagsIsNotLostToWhatItsWriterRead() {
    write(fast, CausalContext.EMPTY, "read");
    CausalContext read = read(fast).clientContext();
    write(slow, read, "newer");
    Siblings behind = read(fast);
    Siblings ahead = read(slow);
    merge(fast, ahead);
    merge(slow, behind);
    assertThat(value(fast)).isEqualTo("newer");
    assertThat(value(slow)).isEqualTo("newer");
  }

  @Test
  void aClientThatGoesOnFromItsOwnWriteIsNotLostToIt() {
    CausalContext wrote = write(fast, CausalContext.EMPTY, "first");
    CausalContext again = write(slow, wrote, "second");
    assertThat(again.timestamp()).isEqualTo(HybridClock.after(wrote.timestamp()));
    merge(slow, read(fast));
    assertThat(value(slow)).isEqualTo("second");
  }

  @Test
  void aContextFromAFastClockMovesNoClock() {
    write(slow, read(fast, "value").clientContext(), "newer");
    StorageKey elsewhere = new StorageKey(1, 98, KEY);
    Made made = new Made();
    slow.write(lww(), elsewhere, request(CausalContext.EMPTY, "unrelated"), made);
    assertThat(HybridClock.wallMs(made.state.maxTimestamp())).isEqualTo(SLOW_MS);
  }

  @Test
  void aForgedTimeIsOverwrittenByWhoReadIt() {
    CausalContext forged = new CausalContext(VersionVector.EMPTY, Long.MAX_VALUE);
    write(fast, forged, "forged");
    write(slow, read(fast).clientContext(), "overwritten");
    merge(fast, read(slow));
    assertThat(value(fast)).isEqualTo("overwritten");
  }

  @Test
  void nothingIsWrittenBeforeThereIsAnIncarnation() {
    Incarnation none = new Incarnation();
    ReplicaShard replica =
        new ReplicaShard(new MapShard(), new SetClock(0), 1, none, () -> MEMBERS);
    Made made = new Made(true);
    replica.write(lww(), PLACE, request(CausalContext.EMPTY, "early"), made);
    assertThat(made.failure).isInstanceOf(RequestFailure.Overloaded.class);
    assertThat(read(replica).isEmpty()).isTrue();
    none.publish(7);
    write(replica, CausalContext.EMPTY, "later");
    assertThat(actors(replica)).containsExactly(new Actor(1, 7 * 1_024L));
  }

  @Test
  void aRenewedIncarnationIsAnotherActor() {
    Incarnation incarnation = Incarnation.of(1);
    ReplicaShard replica =
        new ReplicaShard(new MapShard(), new SetClock(0), 1, incarnation, () -> MEMBERS);
    write(replica, CausalContext.EMPTY, "before");
    incarnation.publish(2_000_000_000);
    write(replica, CausalContext.EMPTY, "after");
    assertThat(actors(replica))
        .containsExactly(new Actor(1, 1_024), new Actor(1, 2_000_000_000L * 1_024));
  }

  @Test
  void aGenerationThatIsWornByFailuresOfTheLogIsRenewed() {
    Incarnation incarnation = Incarnation.of(1);
    List<Integer> worn = new ArrayList<>();
    incarnation.renewedBy((generation, why) -> worn.add(generation));
    MapShard shard = new MapShard();
    ReplicaShard replica = new ReplicaShard(shard, new SetClock(0), 1, incarnation, () -> MEMBERS);
    shard.failing = true;
    for (int i = 0; i < ReplicaShard.RUNS_PER_GENERATION; i++) {
      replica.write(lww(), PLACE, request(CausalContext.EMPTY, "lost"), new Made(true));
    }
    assertThat(worn).containsExactly(1);
    shard.failing = false;
    Made refused = new Made(true);
    replica.write(lww(), PLACE, request(CausalContext.EMPTY, "worn"), refused);
    assertThat(refused.failure).isInstanceOf(RequestFailure.Overloaded.class);
    incarnation.publish(5);
    write(replica, CausalContext.EMPTY, "goes on");
    assertThat(actors(replica)).containsExactly(new Actor(1, 5 * 1_024));
  }

  private static List<Actor> actors(ReplicaShard replica) {
    return read(replica).context().newestDots().stream().map(Dot::actor).toList();
  }

  @Test
  void aBlindWriteWinsOverAVersionFromAFastClockThatItsReplicaHolds() {
    write(fast, CausalContext.EMPTY, "of the future");
    merge(slow, read(fast));
    write(slow, CausalContext.EMPTY, "later");
    assertThat(value(slow)).isEqualTo("later");
    merge(fast, read(slow));
    assertThat(value(fast)).isEqualTo("later");
  }

  @Test
  void aWriteIsRaisedJustAboveWhatItLostToAndNotOverWhoOverwroteItMeanwhile() {
    write(slow, CausalContext.EMPTY, "first");
    Siblings first = read(slow);
    long above = first.maxTimestamp() + 1;
    merge(fast, first);
    CausalContext seen = first.clientContext();
    write(fast, seen, "written over the first");
    Made raised = new Made();
    slow.rewrite(
        lww(),
        PLACE,
        request(seen, "first"),
        new Raise(first.versions().getFirst(), above),
        raised);
    assertThat(raised.state.maxTimestamp()).isEqualTo(above + 1);
    merge(fast, raised.state);
    assertThat(value(fast)).isEqualTo("written over the first");
  }

  /** Whichever of them would win at the same time. */
  @ParameterizedTest
  @ValueSource(ints = {0, 50})
  void whoOverwroteAWriteWhereWhatItLostToWasKnownWinsThoughItIsRaised(int member) {
    ReplicaShard third = replica(member, SLOW_MS);
    merge(third, read(fast, "of the future"));
    Siblings first = read(slow, "first");
    write(third, first.clientContext(), "written over the first");
    Made raised = raise(slow, first, read(fast).maxTimestamp());
    assertThat(raised.state.maxTimestamp()).isEqualTo(read(fast).maxTimestamp() + 1);
    merge(third, raised.state);
    merge(slow, read(third));
    assertThat(value(third)).isEqualTo("written over the first");
    assertThat(value(slow)).isEqualTo("written over the first");
  }

  @Test
  void twoThatAreRaisedAboveOneVersionEndAlikeEverywhere() {
    long above = read(fast, "of the future").maxTimestamp();
    ReplicaShard third = replica(3, SLOW_MS);
    Siblings one = raise(slow, read(slow, "one"), above).state;
    Siblings other = raise(third, read(third, "other"), above).state;
    assertThat(one.maxTimestamp()).isEqualTo(other.maxTimestamp());
    assertThat(List.of(newer(slow, other), newer(third, one)))
        .as("the one that lost is told")
        .containsExactlyInAnyOrder(0L, above + 1);
    merge(fast, one);
    merge(fast, other);
    assertThat(read(slow)).isEqualTo(read(third));
    assertThat(value(slow)).isEqualTo(value(third)).isEqualTo(value(fast));
  }

  private static Made raise(ReplicaShard replica, Siblings first, long above) {
    Made raised = new Made();
    Version made = first.versions().getFirst();
    String value = new String(made.value(), StandardCharsets.UTF_8);
    replica.rewrite(
        lww(), PLACE, request(first.clientContext(), value), new Raise(made, above), raised);
    return raised;
  }

  @Test
  void aWriteThatARepairMadeKnownBeforeItCameIsSaidToHaveLostAllTheSame() {
    write(fast, CausalContext.EMPTY, "later");
    write(slow, CausalContext.EMPTY, "lost");
    Siblings lost = read(slow);
    merge(fast, read(fast).mergeLastWriterWins(lost));
    assertThat(newer(fast, lost)).isEqualTo(read(fast).maxTimestamp());
    assertThat(newer(fast, lost)).isEqualTo(read(fast).maxTimestamp());
    assertThat(newer(fast, read(fast))).isZero();
  }

  @Test
  void aWriteThatWasOverwrittenBySomebodyWhoHadSeenItHasNotLost() {
    write(fast, CausalContext.EMPTY, "later");
    write(slow, CausalContext.EMPTY, "overwritten");
    Siblings overwritten = read(slow);
    merge(fast, read(fast).mergeLastWriterWins(overwritten));
    write(slow, overwritten.clientContext(), "seen");
    write(fast, read(slow).mergeLastWriterWins(read(fast)).clientContext(), "over all");
    assertThat(newer(fast, overwritten)).isZero();
  }

  @Test
  void aForgedTimeIsOverwrittenBlindlyWhereItIsKnown() {
    CausalContext forged = new CausalContext(VersionVector.EMPTY, Long.MAX_VALUE);
    write(fast, forged, "forged");
    for (int i = 0; i < 3; i++) {
      merge(slow, read(fast));
      write(slow, CausalContext.EMPTY, "later " + i);
      merge(fast, read(slow));
      assertThat(value(fast)).isEqualTo("later " + i);
    }
  }

  @Test
  void aBlindWriteToOneKeyIsNotAheadOfOthersForAVersionFromAFastClock() {
    write(fast, CausalContext.EMPTY, "of the future");
    merge(slow, read(fast));
    write(slow, CausalContext.EMPTY, "later");
    Made made = new Made();
    slow.write(lww(), new StorageKey(1, 98, KEY), request(CausalContext.EMPTY, "unrelated"), made);
    assertThat(HybridClock.wallMs(made.state.maxTimestamp())).isEqualTo(SLOW_MS);
  }

  @Test
  void aReplicaThatIsALittleBehindLearnsTheTimeOfWhatItHoldsForItsOtherKeysToo() {
    ReplicaShard behind = replica(3, FAST_MS - 10_000);
    write(fast, CausalContext.EMPTY, "seen");
    merge(behind, read(fast));
    write(behind, CausalContext.EMPTY, "next");
    Made elsewhere = new Made();
    behind.write(
        lww(), new StorageKey(1, 98, KEY), request(CausalContext.EMPTY, "after both"), elsewhere);
    assertThat(elsewhere.state.maxTimestamp()).isGreaterThan(read(behind).maxTimestamp());
  }

  @Test
  void aReplicaWhoseClockWasSetRightGivesTheRightTimeAgain() {
    SetClock clock = new SetClock(FAST_MS);
    ReplicaShard replica =
        new ReplicaShard(new MapShard(), clock, 1, Incarnation.of(1), () -> MEMBERS);
    write(replica, CausalContext.EMPTY, "of the future");
    clock.setWallMs(SLOW_MS);
    Made made = new Made();
    replica.write(
        lww(), new StorageKey(1, 98, KEY), request(CausalContext.EMPTY, "unrelated"), made);
    assertThat(HybridClock.wallMs(made.state.maxTimestamp())).isEqualTo(SLOW_MS);
    write(replica, CausalContext.EMPTY, "later");
    assertThat(value(replica)).isEqualTo("later");
  }

  @Test
  void aWriteThatNothingCanBeLaterThanRefusesTheNextInsteadOfLosingIt() {
    Actor forger = new Actor(9, 1);
    merge(
        slow,
        Siblings.EMPTY.put(forger, CausalContext.EMPTY, Long.MAX_VALUE, false, "", new byte[] {1}));
    RequestFailure[] refusal = new RequestFailure[1];
    slow.write(
        lww(),
        PLACE,
        request(CausalContext.EMPTY, "later"),
        new WriteListener() {
          @Override
          public void made(Siblings state, CausalContext clientContext) {
            throw new AssertionError(state);
          }

          @Override
          public void durable() {
            throw new AssertionError("durable");
          }

          @Override
          public void failed(RequestFailure failure) {
            refusal[0] = failure;
          }
        });
    assertThat(refusal[0]).isInstanceOf(RequestFailure.StorageRefused.class);
    assertThat(refusal[0]).hasMessageContaining("last possible time");
  }

  /** 2.4 MB of them were once left behind by forged contexts. */
  @Test
  void actorsThatNeverWereAreDroppedByWritesMergesAndDeletes() {
    VersionVector forged = VersionVector.EMPTY;
    for (int i = 0; i < 2_000; i++) {
      forged = forged.merge(VersionVector.of(new Actor(MEMBERS + i, 7), 1L << 40));
    }
    Siblings poisoned =
        Siblings.EMPTY
            .put(new Actor(9, 1), new CausalContext(forged, 0), 1, false, "", new byte[] {1})
            .merge(
                Siblings.EMPTY.put(new Actor(MEMBERS, 9), CausalContext.EMPTY, 1, false, "", KEY));
    ReplicaShard one = replica(1, SLOW_MS);
    ReplicaShard other = replica(2, SLOW_MS);
    merge(one, poisoned);
    assertThat(read(one).context().size()).as("with that of a value").isEqualTo(2);
    merge(other, read(one));
    merge(other, poisoned);
    assertThat(read(other).context()).as("they do not come back").isEqualTo(read(one).context());
    CausalContext wrote = write(other, CausalContext.EMPTY, "blind");
    assertThat(value(other)).isEqualTo("blind");
    assertThat(wrote.contains(new Dot(new Actor(MEMBERS + 1, 7), 1))).isFalse();
    one.write(
        lww(),
        PLACE,
        new WriteRequest("lww", KEY, wrote, true, "", new byte[0], null, 1_000),
        new Made());
    merge(one, read(other));
    assertThat(read(one).live()).isEmpty();
    assertThat(read(one).context().size()).isEqualTo(4);
  }

  /** What a forged context could leave behind once: the actor of this node is worn out. */
  @Test
  void aKeyWithoutACounterLeftForThisNodeIsWrittenAndDeletedByItsNextIncarnation() {
    Actor first = new Actor(1, ReplicaShard.RUNS_PER_GENERATION);
    Siblings worn =
        Siblings.EMPTY.put(
            new Actor(9, 1),
            new CausalContext(VersionVector.of(first, Long.MAX_VALUE), 0),
            1,
            false,
            "",
            new byte[] {1});
    ReplicaShard replica = replica(1, SLOW_MS);
    merge(replica, worn);
    write(replica, CausalContext.EMPTY, "blind");
    assertThat(value(replica)).isEqualTo("blind");
    CausalContext wrote = write(replica, read(replica).clientContext(), "replaced");
    assertThat(value(replica)).isEqualTo("replaced");
    assertThat(wrote.vector().counter(new Actor(1, first.generation() + 1))).isPositive();
    merge(replica, worn);
    assertThat(value(replica)).as("what it has superseded does not return").isEqualTo("replaced");
    replica.write(
        lww(),
        PLACE,
        new WriteRequest("lww", KEY, CausalContext.EMPTY, true, "", new byte[0], null, 1_000),
        new Made());
    assertThat(read(replica).live()).isEmpty();
  }

  @Test
  void aBlindDeleteCostsTheLogAsMuchAsTheFirstDid() {
    MapShard shard = new MapShard();
    ReplicaShard replica =
        new ReplicaShard(shard, new SetClock(FAST_MS), 1, Incarnation.of(1), () -> MEMBERS);
    long[] bytes = new long[4_100];
    for (int i = 0; i < bytes.length; i++) {
      long before = shard.writtenBytes;
      replica.write(siblings(), PLACE, delete(), new Made());
      bytes[i] = shard.writtenBytes - before;
    }
    assertThat(bytes[bytes.length - 1]).isLessThan(bytes[0] + 4);
    assertThat(read(replica).versions()).hasSize(1);
  }

  @Test
  void siblingsGrowByWritesToABoundByMergingBeyondItAndShrinkByAnyWrite() {
    ReplicaShard replica = replica(1, FAST_MS);
    for (int member = 2; member <= 10; member++) {
      Made elsewhere = new Made();
      replica(member, FAST_MS).write(siblings(), PLACE, blind(1 << 20), elsewhere);
      assertThat(replica.merge(siblings(), PLACE, elsewhere.state).succeeded()).isTrue();
    }
    Siblings merged = read(replica);
    assertThat(merged.live()).hasSize(9);
    assertThat(failure(replica, blind(10))).isInstanceOf(RequestFailure.TooManySiblings.class);
    assertThat(failure(replica, delete())).isInstanceOf(RequestFailure.TooManySiblings.class);

    CausalContext one = new CausalContext(VersionVector.of(new Actor(2, 1_024), 1), 0);
    assertThat(failure(replica, replacing(one, 1 << 21)))
        .as("it would grow still")
        .isInstanceOf(RequestFailure.TooManySiblings.class);
    assertThat(failure(replica, replacing(one, 10))).as("it shrinks").isNull();
    assertThat(read(replica).live()).hasSize(9);
    assertThat(failure(replica, replacing(merged.clientContext(), 10))).isNull();
    assertThat(failure(replica, replacing(read(replica).clientContext(), 1 << 20))).isNull();
    assertThat(read(replica).live()).hasSize(1);
  }

  private static RequestFailure failure(ReplicaShard replica, WriteRequest request) {
    Made made = new Made(true);
    replica.write(siblings(), PLACE, request, made);
    return made.failure;
  }

  private static WriteRequest delete() {
    return new WriteRequest(
        "siblings", KEY, CausalContext.EMPTY, true, "", new byte[0], null, 1_000);
  }

  private static WriteRequest blind(int bytes) {
    return replacing(CausalContext.EMPTY, bytes);
  }

  private static WriteRequest replacing(CausalContext context, int bytes) {
    return new WriteRequest("siblings", KEY, context, false, "", new byte[bytes], null, 1_000);
  }

  private static Keyspace siblings() {
    return new Keyspace(
        1,
        "siblings",
        new TreeMap<>(Map.of("dc1", 3, "dc2", 3, "dc3", 3)),
        ConflictPolicy.SIBLINGS,
        ConsistencyLevel.Named.ONE,
        ConsistencyLevel.Named.ONE);
  }

  private static Siblings read(ReplicaShard replica, String value) {
    write(replica, CausalContext.EMPTY, value);
    return read(replica);
  }

  private static Siblings read(ReplicaShard replica) {
    return replica.read(PLACE).result();
  }

  private static String value(ReplicaShard replica) {
    assertThat(read(replica).live()).hasSize(1);
    return new String(read(replica).live().getFirst().value(), StandardCharsets.UTF_8);
  }

  /** It may have reached some replicas by then: made again, the dot would name two values. */
  @Test
  void aDotThatOthersMayHaveIsNotMadeAgainWhenTellingThemFails() {
    Made broken = new Made(true);
    broken.fails = true;
    fast.write(lww(), PLACE, request(CausalContext.EMPTY, "told to some"), broken);
    assertThat(broken.failure).isInstanceOf(RequestFailure.StorageRefused.class);
    Made next = new Made();
    fast.write(lww(), PLACE, request(CausalContext.EMPTY, "next"), next);
    assertThat(next.state.versions().getFirst().dot())
        .isNotEqualTo(broken.state.versions().getFirst().dot());
  }

  @Test
  void aDotThatTheLogLostIsNotMadeAgain() {
    MapShard disk = new MapShard();
    ReplicaShard replica =
        new ReplicaShard(disk, new SetClock(0), 1, Incarnation.of(1), () -> MEMBERS);
    disk.failing = true;
    Made lost = new Made(true);
    replica.write(lww(), PLACE, request(CausalContext.EMPTY, "others may have it"), lost);
    assertThat(lost.failure).isInstanceOf(RequestFailure.StorageRefused.class);
    disk.failing = false;
    Made next = new Made();
    replica.write(lww(), PLACE, request(CausalContext.EMPTY, "next"), next);
    assertThat(next.state.versions().getFirst().dot())
        .isNotEqualTo(lost.state.versions().getFirst().dot());
  }

  private static void merge(ReplicaShard replica, Siblings theirs) {
    assertThat(replica.merge(lww(), PLACE, theirs).succeeded()).isTrue();
  }

  private static long newer(ReplicaShard replica, Siblings theirs) {
    return replica.merge(lww(), PLACE, theirs).result().newer();
  }

  /** Answers what the client is told. */
  private static CausalContext write(ReplicaShard replica, CausalContext context, String value) {
    Made made = new Made();
    replica.write(lww(), PLACE, request(context, value), made);
    return made.context;
  }

  private static WriteRequest request(CausalContext context, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new WriteRequest("lww", KEY, context, false, "", bytes, null, 1_000);
  }

  private static Keyspace lww() {
    return new Keyspace(
        1,
        "lww",
        new TreeMap<>(Map.of("dc1", 2)),
        ConflictPolicy.LWW,
        ConsistencyLevel.Named.ONE,
        ConsistencyLevel.Named.ONE);
  }

  private static ReplicaShard replica(int member, long wallMs) {
    return new ReplicaShard(
        new MapShard(), new SetClock(wallMs), member, Incarnation.of(1), () -> MEMBERS);
  }

  private static final class Made implements WriteListener {
    private Siblings state;
    private CausalContext context;
    private final boolean mayFail;
    private boolean fails;
    private RequestFailure failure;

    Made() {
      this(false);
    }

    Made(boolean mayFail) {
      this.mayFail = mayFail;
    }

    @Override
    public void made(Siblings newState, CausalContext clientContext) {
      state = newState;
      context = clientContext;
      if (fails) {
        throw new AssertionError("a defect, made for this test");
      }
    }

    @Override
    public void durable() {}

    @Override
    public void failed(RequestFailure cause) {
      if (!fails && !mayFail) {
        throw new AssertionError(cause);
      }
      failure = cause;
    }
  }
}
