package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.VersionVector;
import io.atoll.membership.Answering;
import io.atoll.membership.MemberState;
import io.atoll.node.TestHooks;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.service.NodeStatus;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One of the two ways between nodes fails, datagrams or streams, and the other works. */
class PartialFailureTest {
  private static final int TIMEOUT_MS = 2_000;
  private static final List<String> IDS = List.of("dc1-1", "dc1-2", "dc1-3");

  /** Long enough for gossip to declare a node down. */
  private static final long GOSSIP_MS = 20_000;

  private final List<String> log = new ArrayList<>();
  private final SimCluster cluster =
      new SimCluster(11, 1, 3, log::add, (nodeId, hooks) -> TestHooks.PLAIN);
  private final List<Future<WriteResult>> writes = new ArrayList<>();
  private final List<Future<ReadResult>> reads = new ArrayList<>();
  private int next;

  private void started() {
    cluster.startAll();
    cluster.runForMs(3_000);
  }

  private NodeStatus seen(String by, String member) {
    return cluster.node(by).members().stream()
        .filter(status -> status.member().nodeId().equals(member))
        .findFirst()
        .orElseThrow();
  }

  /** A write and a read at quorum on every loop of some nodes, every 50 ms. */
  private void useFor(long ms, String... nodeIds) {
    for (long past = 0; past < ms; past += 50) {
      for (String nodeId : nodeIds) {
        int key = next++;
        cluster.onLoop(nodeId, key, node -> writes.add(write(node.backend(key % 2).store(), key)));
        cluster.onLoop(nodeId, key, node -> reads.add(read(node.backend(key % 2).store(), key)));
      }
      cluster.runForMs(50);
    }
    cluster.runForMs(TIMEOUT_MS + 200);
  }

  private static Future<WriteResult> write(io.atoll.replication.KeyValueStore store, int key) {
    return store.write(
        new WriteRequest(
            "default",
            bytes(key),
            CausalContext.EMPTY,
            false,
            "",
            bytes(key),
            Named.QUORUM,
            TIMEOUT_MS));
  }

  private static Future<ReadResult> read(io.atoll.replication.KeyValueStore store, int key) {
    return store.get(
        new ReadRequest("default", bytes(key), Named.QUORUM, TIMEOUT_MS, VersionVector.EMPTY));
  }

  private static byte[] bytes(int key) {
    return String.valueOf(key).getBytes(StandardCharsets.US_ASCII);
  }

  private long failed() {
    assertThat(writes).isNotEmpty().allMatch(Future::isComplete);
    assertThat(reads).isNotEmpty().allMatch(Future::isComplete);
    return writes.stream().filter(Future::failed).count()
        + reads.stream().filter(Future::failed).count();
  }

  private void forget() {
    writes.clear();
    reads.clear();
  }

  @Test
  void nothingFailsWhileNoDatagramPassesBetweenNodes() {
    started();
    for (String from : IDS) {
      for (String to : IDS) {
        cluster.network().cutDatagrams(from, to);
      }
    }
    useFor(GOSSIP_MS, "dc1-1", "dc1-2", "dc1-3");
    assertThat(failed()).isZero();
    assertThat(seen("dc1-1", "dc1-2").gossip()).isEqualTo(MemberState.DOWN);
    assertThat(seen("dc1-1", "dc1-2").answering()).isEqualTo(Answering.ANSWERS);
    assertThat(seen("dc1-1", "dc1-2").state()).isEqualTo(MemberState.ALIVE);
    cluster.network().heal();
    cluster.runForMs(GOSSIP_MS);
    assertThat(seen("dc1-1", "dc1-2").gossip()).isEqualTo(MemberState.ALIVE);
    assertThat(cluster.defects()).isEmpty();
  }

  @Test
  void nothingFailsWhileNodesThatStartedWithoutDatagramsServe() {
    for (String from : IDS) {
      for (String to : IDS) {
        cluster.network().cutDatagrams(from, to);
      }
    }
    started();
    cluster.runForMs(GOSSIP_MS);
    useFor(2_000, "dc1-1", "dc1-2", "dc1-3");
    assertThat(failed()).isZero();
  }

  @Test
  void nothingFailsWhileDatagramsPassOneWayOnly() {
    started();
    for (String other : List.of("dc1-2", "dc1-3")) {
      cluster.network().cutDatagrams("dc1-1", other);
    }
    useFor(GOSSIP_MS, "dc1-1", "dc1-2", "dc1-3");
    assertThat(failed()).isZero();
  }

  @Test
  void aPeerThatGossipsAndDoesNotAnswerIsNotAskedAfterASecondOrSo() {
    started();
    cutStreams("dc1-3", "dc1-1", true);
    cutStreams("dc1-3", "dc1-2", true);
    useFor(1_500, "dc1-1", "dc1-2");
    assertThat(failed()).as("two of three answer").isZero();
    assertThat(seen("dc1-1", "dc1-3").gossip()).isEqualTo(MemberState.ALIVE);
    assertThat(seen("dc1-1", "dc1-3").answering()).isEqualTo(Answering.SILENT);
    assertThat(seen("dc1-1", "dc1-3").state()).isEqualTo(MemberState.DOWN);
    forget();
    long begun = cluster.scheduler().nowNanos();
    List<Long> took = new ArrayList<>();
    cluster.onLoop(
        "dc1-3",
        0,
        node ->
            write(node.backend(0).store(), 7)
                .onComplete(end -> took.add(cluster.scheduler().nowNanos() - begun)));
    cluster.runForMs(TIMEOUT_MS);
    assertThat(took).hasSize(1);
    assertThat(took.getFirst()).as("refused at once").isLessThan(1_000_000L);
    assertHealsWithin(7_000);
  }

  @Test
  void aLinkThatCarriesOneWayOnlyIsNoLinkForEither() {
    started();
    cutStreams("dc1-1", "dc1-2", false);
    useFor(3_000, "dc1-1", "dc1-2", "dc1-3");
    assertThat(failed()).as("each reaches dc1-3").isZero();
    assertThat(seen("dc1-1", "dc1-2").answering()).isEqualTo(Answering.SILENT);
    assertThat(seen("dc1-2", "dc1-1").answering()).isEqualTo(Answering.SILENT);
    assertThat(seen("dc1-3", "dc1-1").answering()).isEqualTo(Answering.ANSWERS);
    assertThat(seen("dc1-3", "dc1-2").answering()).isEqualTo(Answering.ANSWERS);
    assertHealsWithin(7_000);
  }

  private void cutStreams(String one, String other, boolean bothWays) {
    cluster.network().cutStreams(one, other);
    if (bothWays) {
      cluster.network().cutStreams(other, one);
    }
  }

  private void assertHealsWithin(long ms) {
    cluster.network().heal();
    cluster.runForMs(ms);
    for (String one : IDS) {
      for (String other : IDS) {
        assertThat(seen(one, other).state())
            .as("%s by %s", other, one)
            .isEqualTo(MemberState.ALIVE);
      }
    }
    forget();
    useFor(1_000, "dc1-1", "dc1-2", "dc1-3");
    assertThat(failed()).isZero();
    assertThat(cluster.defects()).isEmpty();
  }

  @Test
  void aNodeThatStopsIsNotUsedAndOneThatComesBackIs() {
    started();
    cluster.onLoop("dc1-3", 0, io.atoll.node.Node::close);
    cluster.runForMs(100);
    assertThat(seen("dc1-1", "dc1-3").state()).isEqualTo(MemberState.DOWN);
    cluster.crash("dc1-3", false);
    cluster.runForMs(5_000);
    cluster.start("dc1-3");
    cluster.runForMs(3_000);
    assertThat(seen("dc1-1", "dc1-3").state()).isEqualTo(MemberState.ALIVE);
  }

  @Test
  void aNodeThatIsKilledIsKnownToBeDownWithinSeconds() {
    started();
    cluster.crash("dc1-3", false);
    cluster.runForMs(1_500);
    assertThat(seen("dc1-1", "dc1-3").answering()).isEqualTo(Answering.SILENT);
    cluster.start("dc1-3");
    cluster.runForMs(3_000);
    assertThat(seen("dc1-1", "dc1-3").state()).isEqualTo(MemberState.ALIVE);
  }

  @Test
  void aNodeThatSleptAccusesNobody() {
    started();
    cluster.pause("dc1-1");
    cluster.runForMs(30_000);
    cluster.resume("dc1-1");
    for (int i = 0; i < 30; i++) {
      cluster.runForMs(100);
      assertThat(seen("dc1-1", "dc1-2").answering()).isEqualTo(Answering.ANSWERS);
    }
  }
}
