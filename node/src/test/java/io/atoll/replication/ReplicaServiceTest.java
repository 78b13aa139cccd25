package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.peer.PeerQuestion;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicaServiceTest {
  private static final int ASKER = 5;

  private final Stage given = Stage.ofThreeDcs();
  private final List<PeerReply<?>> replies = new ArrayList<>();
  private final int keyspaceId = given.topology.newest().keyspaces().get("ks").id();
  private final long epoch = given.topology.newest().epoch();
  private final Siblings state = given.written("us-2", 1, "v");
  private final ByteBudget memory = new ByteBudget(10_000);
  private ReplicaService service;

  @BeforeEach
  void build() {
    service =
        new ReplicaService(
            given.self,
            given.topology,
            given.local,
            given.peers,
            given.coordinator(),
            given.stats,
            memory);
  }

  private void serve(PeerRequest request) {
    serve(service, request);
  }

  private void serve(ReplicaService by, PeerRequest request) {
    switch (request) {
      case PeerRequest.Read read -> by.read(read, new Asking<>());
      case PeerRequest.Apply apply -> by.apply(apply, new Asking<>());
      case PeerRequest.Coordinate coordinate -> by.coordinate(coordinate, new Asking<>());
    }
  }

  /** A question of a peer that waits for a second. */
  private final class Asking<R extends PeerReply<?>> implements PeerQuestion<R> {
    @Override
    public int asker() {
      return ASKER;
    }

    @Override
    public long timeLeftMs() {
      return 1_000;
    }

    @Override
    public void reply(R reply) {
      replies.add(reply);
    }
  }

  private PeerRequest.Read read(long epoch, int keyspaceId) {
    return new PeerRequest.Read(epoch, keyspaceId, Stage.bytes(Stage.KEY));
  }

  private PeerRequest.Apply apply(byte[] siblings, int... forwardTo) {
    return new PeerRequest.Apply(epoch, keyspaceId, Stage.bytes(Stage.KEY), siblings, forwardTo);
  }

  private int number(String nodeId) {
    return given.member(nodeId).number();
  }

  @Test
  void aReadAnswersTheStateAndTheEpoch() {
    given.local.put(Stage.KEY, state);
    serve(read(epoch, keyspaceId));
    PeerReply.Done<?> reply = (PeerReply.Done<?>) replies.getFirst();
    assertThat(reply.epoch()).isEqualTo(epoch);
    assertThat(reply.member()).isEqualTo(given.self.number());
    assertThat(Siblings.decode((byte[]) reply.value())).isEqualTo(state);
    assertThat(given.count(Counter.REPLICA_READS)).isEqualTo(1);
  }

  @Test
  void withoutMemoryPeersAreRefusedAndWhatTheyHeldIsGivenBack() {
    memory.reserve(10_000);
    serve(read(epoch, keyspaceId));
    assertOverloaded();
    memory.release(9_000);
    Siblings large = given.written("us-2", 2, "v".repeat(20_000));
    given.local.put(Stage.KEY, large);
    serve(read(epoch, keyspaceId));
    assertOverloaded();
    serve(apply(large.encode()));
    assertOverloaded();
    memory.release(1_000);
    serve(apply(given.written("us-2", 3, "v".repeat(2_000)).encode()));
    assertThat(replies.getFirst()).isInstanceOf(PeerReply.Done.class);
    assertThat(memory.reservedBytes()).isZero();
  }

  private void assertOverloaded() {
    assertThat(((PeerReply.Failed<?>) replies.removeFirst()).failure())
        .isInstanceOf(RequestFailure.Overloaded.class)
        .hasMessageContaining("for its peers");
  }

  @Test
  void anApplyIsAcknowledgedWhenItIsOnDisk() {
    given.local.holdSyncs();
    serve(apply(state.encode()));
    assertThat(replies).isEmpty();
    given.local.release();
    assertThat(replies)
        .containsExactly(new PeerReply.Done<>(epoch, given.self.number(), Merged.KEPT));
    assertThat(given.local.state(Stage.KEY)).isEqualTo(state);
  }

  @Test
  void anApplyThatTheDiskRefusesIsNotAcknowledged() {
    RequestFailure disk = new RequestFailure.StorageRefused("disk full");
    given.local.failSyncs(disk);
    serve(apply(state.encode()));
    assertThat(replies)
        .containsExactly(new PeerReply.Failed<Void>(epoch, given.self.number(), disk));
  }

  @Test
  void aStateThatIsNoneIsRefusedAndNotForwarded() {
    serve(apply(new byte[] {99}, number("us-2")));
    assertThat(((PeerReply.Failed<?>) replies.getFirst()).failure())
        .isInstanceOf(RequestFailure.StorageRefused.class)
        .hasMessageContaining("malformed");
    assertThat(given.peers.sent()).isEmpty();
    assertThat(given.local.merged()).isEmpty();
  }

  @Test
  void aStateIsForwardedWhileTheOwnDiskSyncsAndEveryAnswerIsPassedBack() {
    given.local.holdSyncs();
    serve(apply(state.encode(), number("us-2"), number("us-3")));
    assertThat(given.peers.asked()).containsExactly("us-2", "us-3");
    assertThat(given.peers.sent())
        .allSatisfy(
            call -> {
              assertThat(call.apply().forwardTo()).as("not forwarded further").isEmpty();
              assertThat(call.apply().siblings()).isEqualTo(state.encode());
              assertThat(call.timeoutMs).as("as long as the asker waits").isEqualTo(1_000);
            });
    given.peers.to("us-3").ack();
    RequestFailure full = new RequestFailure.StorageRefused("full");
    given.peers.to("us-2").refuse(full);
    given.local.release();
    assertThat(replies)
        .containsExactly(
            new PeerReply.Done<>(epoch, number("us-3"), Merged.KEPT),
            new PeerReply.Failed<Void>(epoch, number("us-2"), full),
            new PeerReply.Done<>(epoch, given.self.number(), Merged.KEPT));
    assertThat(given.peers.open()).isEmpty();
  }

  @Test
  void whoCannotBeForwardedToIsNamed() {
    given.unreachable("us-2");
    serve(apply(state.encode(), number("us-2"), number("us-3"), 1234));
    given.peers.to("us-3").breaks();
    assertThat(replies.stream().filter(PeerReply.Failed.class::isInstance))
        .extracting(reply -> ((PeerReply.Failed<?>) reply).member())
        .containsExactlyInAnyOrder(number("us-2"), 1234, number("us-3"));
    assertThat(replies).contains(new PeerReply.Done<>(epoch, given.self.number(), Merged.KEPT));
  }

  @Test
  void theAskersEpochIsReported() {
    serve(read(epoch + 5, keyspaceId));
    assertThat(given.topology.seen()).containsExactly(ASKER + "@" + (epoch + 5));
  }

  @Test
  void aKnownKeyspaceDoesNotWaitForTheAskersEpoch() {
    serve(read(epoch + 5, keyspaceId));
    assertThat(replies).hasSize(1);
  }

  @Test
  void anUnknownKeyspaceWaitsForTheAskersEpoch() {
    Topology next =
        given
            .topology
            .newest()
            .withKeyspace(Stage.keyspace("young", Map.of("us", 3), ConflictPolicy.SIBLINGS));
    int young = next.keyspaces().get("young").id();
    given.local.put(Stage.KEY, state);
    serve(read(next.epoch(), young));
    serve(
        new PeerRequest.Apply(next.epoch(), young, Stage.bytes("k2"), state.encode(), new int[0]));
    assertThat(replies).isEmpty();
    given.topology.becomes(next);
    assertThat(replies).hasSize(2);
    assertThat(((PeerReply.Done<?>) replies.get(0)).value()).isEqualTo(state.encode());
    assertThat(replies.get(1))
        .isEqualTo(new PeerReply.Done<>(next.epoch(), given.self.number(), Merged.KEPT));
  }

  @Test
  void aKeyspaceThatStaysUnknownIsRefused() {
    serve(read(epoch + 1, 4711));
    serve(read(epoch, 4711));
    assertThat(replies).as("the second names no newer epoch").hasSize(1);
    given.topology.giveUp();
    assertThat(replies)
        .hasSize(2)
        .allSatisfy(
            reply ->
                assertThat(((PeerReply.Failed<?>) reply).failure())
                    .isInstanceOf(RequestFailure.UnknownKeyspace.class)
                    .hasMessageContaining("4711"));
  }

  @Test
  void aStateOfAKeyspaceThatStaysUnknownIsRefusedAndKeptNowhere() {
    serve(
        new PeerRequest.Apply(
            epoch + 1, 4711, Stage.bytes(Stage.KEY), state.encode(), new int[] {number("us-2")}));
    serve(
        new PeerRequest.Apply(
            epoch, 4711, Stage.bytes(Stage.KEY), state.encode(), new int[] {number("us-2")}));
    given.topology.giveUp();
    assertThat(replies)
        .hasSize(2)
        .allSatisfy(
            reply ->
                assertThat(((PeerReply.Failed<?>) reply).failure())
                    .isInstanceOf(RequestFailure.UnknownKeyspace.class));
    assertThat(given.local.state(Stage.KEY).isEmpty()).isTrue();
    assertThat(given.peers.sent()).isEmpty();
  }

  @Test
  void aWriteThatIsPassedOnIsCoordinatedHere() {
    serve(new PeerRequest.Coordinate(epoch, given.request(Named.ONE, "v")));
    PeerReply.Done<?> wrote = (PeerReply.Done<?>) replies.getFirst();
    assertThat(((WriteResult) wrote.value()).outcome().answered()).isEqualTo(1);
    assertThat(given.local.writes()).isEqualTo(1);
  }

  /** Its context says nothing here, where every key counts its events from 1 again. */
  @Test
  void aWriteIntoAKeyspaceThatWasMadeAgainMeanwhileIsRefused() {
    WriteRequest write = given.request(Named.ONE, "v");
    int here = given.topology.newest().keyspaces().get(write.keyspace()).id();
    serve(new PeerRequest.Coordinate(epoch, PeerPayloads.withKeyspace(write, here + 1)));
    serve(
        new PeerRequest.Coordinate(
            epoch, PeerPayloads.withKeyspace(write, WriteRequest.NO_KEYSPACE)));
    assertThat(replies)
        .hasSize(2)
        .allSatisfy(
            reply ->
                assertThat(((PeerReply.Failed<?>) reply).failure())
                    .isInstanceOf(RequestFailure.UnknownKeyspace.class)
                    .hasMessageContaining("was dropped and made again"));
    assertThat(given.local.writes()).isZero();
    serve(new PeerRequest.Coordinate(epoch, PeerPayloads.withKeyspace(write, here)));
    assertThat(given.local.writes()).isEqualTo(1);
  }

  @Test
  void aWriteOfANewerEpochWaitsForIt() {
    serve(new PeerRequest.Coordinate(epoch + 1, given.request(Named.ONE, "v")));
    assertThat(replies).isEmpty();
    given.topology.becomes(
        given
            .topology
            .newest()
            .withKeyspace(Stage.keyspace("young", Map.of("us", 3), ConflictPolicy.SIBLINGS)));
    assertThat(((PeerReply.Done<?>) replies.getFirst()).value()).isInstanceOf(WriteResult.class);
  }

  @Test
  void aFailedWriteTellsWhy() {
    given.local.refuseWrites(new RequestFailure.StorageRefused("disk full"));
    serve(new PeerRequest.Coordinate(epoch, given.request(Named.ONE, "v")));
    assertThat(((PeerReply.Failed<?>) replies.getFirst()).failure()).hasMessage("disk full");
  }

  @Test
  void aWriteThatIsPassedOnGoesNoFurther() {
    Stage outsider = Stage.of("us-1", Map.of("eu", 3));
    ReplicaService there =
        new ReplicaService(
            outsider.self,
            outsider.topology,
            outsider.local,
            outsider.peers,
            outsider.coordinator(),
            outsider.stats,
            ByteBudget.unbounded());
    serve(there, new PeerRequest.Coordinate(1, outsider.request(Named.QUORUM, "v")));
    assertThat(((PeerReply.Failed<?>) replies.getFirst()).failure())
        .isInstanceOf(RequestFailure.Overloaded.class)
        .hasMessageContaining("holds no replica");
    assertThat(outsider.peers.sent()).isEmpty();
  }
}
