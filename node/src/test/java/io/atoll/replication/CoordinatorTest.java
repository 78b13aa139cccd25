package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Count;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CoordinatorTest {
  private static final CoordinatorSettings SMALL = CoordinatorSettings.DEFAULT.withMaxInFlight(3);

  @Example
  void anUnknownKeyspaceIsToldWithThoseThatExist() {
    Stage given = Stage.ofOneDc();
    Future<WriteResult> write =
        given
            .coordinator()
            .write(
                new WriteRequest(
                    "nope",
                    Stage.bytes("k"),
                    io.atoll.causal.CausalContext.EMPTY,
                    false,
                    "",
                    new byte[0],
                    null,
                    10));
    assertThat(write.cause())
        .isInstanceOf(RequestFailure.UnknownKeyspace.class)
        .hasMessageContaining("'nope'")
        .hasMessageContaining("default")
        .hasMessageContaining("ks");
  }

  @Example
  void anImpossibleLevelIsToldWithTheReplicationFactor() {
    Stage given = Stage.ofOneDc();
    assertThat(given.read(new Count(4)).cause())
        .isInstanceOf(RequestFailure.ImpossibleLevel.class)
        .hasMessageContaining("4 replicas")
        .hasMessageContaining("factor of 3")
        .hasMessageContaining("{us=3}");
    Stage elsewhere = Stage.of("us-1", Map.of("eu", 3));
    assertThat(elsewhere.write(Named.LOCAL_QUORUM).cause())
        .isInstanceOf(RequestFailure.ImpossibleLevel.class)
        .hasMessageContaining("local_quorum")
        .hasMessageContaining("'us'")
        .hasMessageContaining("{eu=3}");
    assertThat(elsewhere.peers.sent()).isEmpty();
  }

  @Example
  void aRequestWithoutALevelTakesTheKeyspacesDefault() {
    Stage given = Stage.ofThreeDcs();
    given.read(null);
    assertThat(given.peers.sent()).hasSize(4);
  }

  @Example
  void beyondTheBoundRequestsAreRefused() {
    Stage given = Stage.ofOneDc().settings(SMALL);
    List<Future<ReadResult>> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      taken.add(given.read(Named.QUORUM));
    }
    assertThat(given.read(Named.QUORUM).cause())
        .isInstanceOf(RequestFailure.Overloaded.class)
        .hasMessageContaining("3 requests");
    assertThat(given.write(Named.ONE).cause()).isInstanceOf(RequestFailure.Overloaded.class);
    assertThat(given.count(Counter.OVERLOADED)).isEqualTo(2);
    assertThat(given.peers.sent()).hasSize(3);
    assertThat(given.local.writes()).isZero();
    given.isQuiet();
    assertThat(taken).allMatch(Future::failed);
    assertThat(given.read(Named.ONE).succeeded()).isTrue();
  }

  @Example
  void oneSlowReplicaDoesNotStopTheWritesThatTheOthersTake() {
    Stage given = Stage.ofOneDc().settings(SMALL);
    for (int i = 0; i < 10; i++) {
      Future<WriteResult> write = given.write(Named.QUORUM);
      given.peers.lastTo("us-2").ack();
      assertThat(write.succeeded()).as("write %d", i).isTrue();
      given.time.pass(OperationTimer.TICK_MS);
      assertThat(given.coordinator().underWay()).isLessThanOrEqualTo(3);
    }
    given.isQuiet();
    assertThat(given.peers.open()).isEmpty();
  }

  @Example
  void anAnswerMayAskAgainAtOnce() {
    Stage given = Stage.ofOneDc().settings(SMALL);
    List<Future<ReadResult>> again = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      given.read(Named.QUORUM).onFailure(late -> again.add(given.read(Named.ONE)));
    }
    given.isQuiet();
    assertThat(again).hasSize(3);
    given.time.pass(OperationTimer.TICK_MS);
    assertThat(given.read(Named.ONE).succeeded()).isTrue();
    given.isQuiet();
  }

  @Example
  void overlapIsPromisedOnlyWhereItHoldsFromEveryDc() {
    Stage oneDc = Stage.ofOneDc();
    assertThat(oneDc.write(Named.LOCAL_ONE).result().outcome().overlapping()).isFalse();

    Keyspace local =
        new Keyspace(
            7,
            "local",
            new java.util.TreeMap<>(Map.of("us", 3, "eu", 3)),
            ConflictPolicy.SIBLINGS,
            Named.LOCAL_QUORUM,
            Named.EACH_QUORUM);
    Stage given = Stage.ofThreeDcs();
    ReplicaPlans plans = new ReplicaPlans("us");
    assertThat(
            plans
                .of(given.topology.newest(), local, 0, Named.LOCAL_QUORUM, Named.LOCAL_QUORUM)
                .overlapping())
        .as("a reader in eu does not meet a writer in us")
        .isFalse();
    assertThat(
            plans
                .of(given.topology.newest(), local, 0, Named.EACH_QUORUM, Named.LOCAL_QUORUM)
                .overlapping())
        .isTrue();
    assertThat(plans.of(given.topology.newest(), local, 0, Named.ONE, new Count(9)).overlapping())
        .as("a default that nobody can ask for promises nothing")
        .isFalse();
  }

  /** What happens to the calls that are open, one after the other. */
  enum Event {
    ACK,
    STATE,
    REFUSE,
    BREAK,
    PASS_SOME_TIME,
    RELEASE_DISK
  }

  @Provide
  Arbitrary<List<Event>> events() {
    return Arbitraries.of(Event.class).list().ofMaxSize(30);
  }

  @Property(tries = 300)
  void everyOperationEndsByItsDeadlineAndLeavesNothing(
      @ForAll("events") List<Event> events, @ForAll Named level, @ForAll boolean slowDisk) {
    Stage reader = stage(slowDisk);
    Future<ReadResult> read = reader.read(level);
    Stage writer = stage(slowDisk);
    Future<WriteResult> write = writer.write(level);
    for (Event event : events) {
      happen(reader, event);
      happen(writer, event);
    }
    reader.isQuiet();
    writer.isQuiet();
    assertThat(read.isComplete()).isTrue();
    assertThat(write.isComplete()).isTrue();
    assertThat(reader.peers.open())
        .as("only repairs, which end by themselves")
        .allMatch(call -> call.request instanceof PeerRequest.Apply);
    assertThat(writer.peers.open()).isEmpty();
    if (write.succeeded()) {
      Outcome outcome = write.result().outcome();
      assertThat(outcome.answered()).isGreaterThanOrEqualTo(outcome.required());
    } else {
      RequestFailure.NotEnoughAnswers failure = (RequestFailure.NotEnoughAnswers) write.cause();
      assertThat(failure.outcome().answered() + failure.replicas().size())
          .as("every replica has answered or has a reason")
          .isEqualTo(9);
      isToldOnce(failure);
    }
    if (read.failed()) {
      RequestFailure.NotEnoughAnswers failure = (RequestFailure.NotEnoughAnswers) read.cause();
      assertThat(failure.outcome().answered() + failure.replicas().size())
          .as("everybody who was asked has answered or has a reason")
          .isEqualTo(failure.outcome().asked());
      isToldOnce(failure);
    }
  }

  @Property(tries = 300)
  void whatABlockingReadShowsIsOnTheDisksOfEnoughReplicas(
      @ForAll("events") List<Event> events, @ForAll Named level, @ForAll boolean slowDisk) {
    Stage reader = stage(slowDisk).blockingReadRepair();
    Map<String, Siblings> disks = new HashMap<>();
    Future<ReadResult> read = reader.read(level);
    List<Long> having = new ArrayList<>();
    read.onSuccess(result -> having.add(having(reader, disks, result.siblings())));
    for (Event event : events) {
      List<HandPeers.Sent> open = reader.peers.open();
      if (!open.isEmpty()) {
        note(reader, open.get(open.size() / 2), event, disks);
      }
      happen(reader, event);
    }
    reader.isQuiet();
    assertThat(read.isComplete()).isTrue();
    for (long replicas : having) {
      Keyspace keyspace = reader.topology.newest().keyspaces().get("blocking");
      Requirement requirement =
          Requirement.of("blocking", ReplicaRoles.of(reader.replicas()), level, "us");
      assertThat(requirement.metBy(replicas))
          .as("%s have what was shown, of %s at %s", replicas, keyspace, level)
          .isTrue();
    }
    if (read.cause() instanceof RequestFailure.NotEnoughAnswers failure) {
      assertThat(failure.outcome().answered() + failure.replicas().size())
          .isEqualTo(failure.outcome().asked());
      isToldOnce(failure);
    }
  }

  /** What the reply that is about to be played says of a peer's disk. */
  private static void note(
      Stage given, HandPeers.Sent call, Event event, Map<String, Siblings> disks) {
    String node = call.to.nodeId();
    if (event == Event.STATE && call.request instanceof PeerRequest.Read) {
      disks.merge(node, given.written(node, 1, "v"), Siblings::merge);
    }
    if (event == Event.ACK && call.request instanceof PeerRequest.Apply apply) {
      disks.merge(node, Siblings.decode(apply.siblings()), Siblings::merge);
    }
  }

  /** The replicas that have a state, by their bits. */
  private static long having(Stage given, Map<String, Siblings> disks, Siblings shown) {
    disks.put(given.self.nodeId(), given.local.synced(Stage.KEY));
    long having = 0;
    List<Member> replicas = given.replicas();
    for (int i = 0; i < replicas.size(); i++) {
      Siblings on = disks.get(replicas.get(i).nodeId());
      if (on != null && on.merge(shown).equals(on)) {
        having |= 1L << i;
      }
    }
    return having;
  }

  private static void isToldOnce(RequestFailure failure) {
    assertThat(failure.replicas()).extracting(ReplicaFailure::node).doesNotHaveDuplicates();
    List<ReplicaFailure> first =
        failure.replicas().subList(0, Math.min(8, failure.replicas().size()));
    for (ReplicaFailure replica : first) {
      assertThat(failure.getMessage())
          .containsOnlyOnce("; " + replica.node() + ": " + replica.reason());
    }
  }

  private static Stage stage(boolean slowDisk) {
    Stage stage = Stage.ofThreeDcs();
    if (slowDisk) {
      stage.local.holdReads();
      stage.local.holdSyncs();
    }
    return stage;
  }

  private static void happen(Stage given, Event event) {
    List<HandPeers.Sent> open = given.peers.open();
    switch (event) {
      case PASS_SOME_TIME -> given.time.pass(60);
      case RELEASE_DISK -> given.local.release();
      case ACK, STATE, REFUSE, BREAK -> {
        if (!open.isEmpty()) {
          play(given, open.get(open.size() / 2), event);
        }
      }
    }
  }

  private static void play(Stage given, HandPeers.Sent call, Event event) {
    switch (event) {
      case ACK -> call.ack();
      case STATE -> call.state(given.written(call.to.nodeId(), 1, "v"));
      case REFUSE -> call.refuse(new RequestFailure.StorageRefused("disk"));
      case BREAK -> call.breaks();
      case PASS_SOME_TIME, RELEASE_DISK -> throw new AssertionError(event);
    }
  }
}
