package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import io.atoll.env.PeerLinks;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Siblings that together fit no frame: three datacenters that were apart took them. */
class LargeStatesTest {
  private static final byte[] KEY = {7};
  private static final int VALUE_BYTES = 1 << 20;
  private static final int TIMEOUT_MS = 4_000;

  private final SimCluster cluster =
      new SimCluster(11, 3, 3, line -> {}, (nodeId, hooks) -> TestHooks.PLAIN);

  private <T> Future<T> on(String nodeId, Function<Node, Future<T>> call) {
    List<Future<T>> answers = new ArrayList<>();
    cluster.onLoop(nodeId, 0, node -> answers.add(call.apply(node)));
    cluster.runForMs(2 * TIMEOUT_MS);
    assertThat(answers).as("%s runs", nodeId).hasSize(1);
    assertThat(answers.getFirst().isComplete()).isTrue();
    return answers.getFirst();
  }

  private Future<WriteResult> write(
      String nodeId, CausalContext context, byte[] value, ConsistencyLevel level) {
    return on(
        nodeId,
        node ->
            node.backend(0)
                .store()
                .write(
                    new WriteRequest(
                        "default", KEY, context, false, "", value, level, TIMEOUT_MS)));
  }

  private Siblings read(String nodeId, ConsistencyLevel level) {
    Future<ReadResult> read =
        on(
            nodeId,
            node ->
                node.backend(0)
                    .store()
                    .get(new ReadRequest("default", KEY, level, TIMEOUT_MS, VersionVector.EMPTY)));
    assertThat(read.succeeded()).as("%s at %s: %s", nodeId, level, read.cause()).isTrue();
    return read.result().siblings();
  }

  private static byte[] value(String name) {
    byte[] value = new byte[VALUE_BYTES];
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, value, 0, text.length);
    return value;
  }

  private static TreeSet<String> names(Siblings siblings) {
    TreeSet<String> names = new TreeSet<>();
    for (Version version : siblings.live()) {
      names.add(new String(version.value(), 0, 12, StandardCharsets.UTF_8).trim());
    }
    return names;
  }

  private void separateDatacenters() {
    for (Member from : cluster.members()) {
      for (Member to : cluster.members()) {
        if (!from.dc().equals(to.dc())) {
          cluster.network().cut(from.nodeId(), to.nodeId());
        }
      }
    }
  }

  /** Blind writes at every node until it refuses one for the siblings that it knows. */
  private TreeSet<String> writeUntilRefused() {
    TreeSet<String> acknowledged = new TreeSet<>();
    for (Member member : cluster.members()) {
      for (int i = 0; i < 5; i++) {
        String name = "%s %d".formatted(member.nodeId(), i);
        Future<WriteResult> written =
            write(member.nodeId(), CausalContext.EMPTY, value(name), Named.LOCAL_ONE);
        if (written.failed()) {
          assertThat(written.cause()).isInstanceOf(RequestFailure.TooManySiblings.class);
          break;
        }
        acknowledged.add(new String(value(name), 0, 12, StandardCharsets.UTF_8).trim());
      }
    }
    return acknowledged;
  }

  @Test
  void whatWasAcknowledgedApartIsReadAtEveryLevelAndResolvedByOneWrite() {
    cluster.startAll();
    cluster.runForMs(5_000);
    separateDatacenters();
    cluster.runForMs(5_000);
    TreeSet<String> acknowledged = writeUntilRefused();
    assertThat((long) acknowledged.size() * VALUE_BYTES)
        .as("no frame holds them")
        .isGreaterThan(PeerLinks.MAX_FRAME_BYTES);
    cluster.network().heal();
    cluster.runForMs(20_000);

    assertThat(names(read("dc2-1", Named.ALL))).isEqualTo(acknowledged);
    cluster.runForMs(10_000);
    for (ConsistencyLevel level : List.of(Named.ONE, Named.QUORUM, Named.EACH_QUORUM, Named.ALL)) {
      for (String nodeId : List.of("dc1-2", "dc3-1")) {
        assertThat(names(read(nodeId, level)))
            .as("%s at %s", nodeId, level)
            .isEqualTo(acknowledged);
      }
    }
    assertThat(write("dc3-2", CausalContext.EMPTY, value("blind"), Named.ONE).cause())
        .isInstanceOf(RequestFailure.TooManySiblings.class);

    CausalContext context = read("dc1-1", Named.QUORUM).clientContext();
    assertThat(write("dc3-3", context, value("resolved"), Named.ALL).cause()).isNull();
    for (Member member : cluster.members()) {
      assertThat(names(read(member.nodeId(), Named.ONE))).containsExactly("resolved");
    }
    assertThat(cluster.defects()).isEmpty();
    for (Member member : cluster.members()) {
      assertThat(cluster.node(member.nodeId()).malformedPeerFrames()).isZero();
    }
  }

  @Test
  void aNodeThatWasDownWhileTheyGrewGetsThemByTheRepairOfARead() {
    cluster.startAll();
    cluster.runForMs(5_000);
    cluster.crash("dc1-3", false);
    cluster.runForMs(10_000);
    separateDatacenters();
    cluster.runForMs(5_000);
    TreeSet<String> acknowledged = new TreeSet<>();
    for (String nodeId : List.of("dc1-1", "dc2-1", "dc3-1")) {
      for (int i = 0; i < 3; i++) {
        String name = "%s %d".formatted(nodeId, i);
        assertThat(write(nodeId, CausalContext.EMPTY, value(name), Named.LOCAL_ONE).cause())
            .isNull();
        acknowledged.add(new String(value(name), 0, 12, StandardCharsets.UTF_8).trim());
      }
    }
    cluster.network().heal();
    cluster.start("dc1-3");
    cluster.runForMs(20_000);
    assertThat(names(read("dc1-3", Named.ALL))).isEqualTo(acknowledged);
    cluster.runForMs(10_000);
    assertThat(names(read("dc1-3", Named.ONE))).isEqualTo(acknowledged);
    assertThat(cluster.defects()).isEmpty();
  }
}
