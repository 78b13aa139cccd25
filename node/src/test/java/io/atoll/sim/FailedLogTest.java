package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import io.atoll.node.TestHooks;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.sim.SimDisk.Fate;
import io.atoll.sim.SimDisk.Operation.Kind;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commit log of a node fails while a write that it has made is on its way to the others. */
class FailedLogTest {
  private static final String NODE = "dc1-2";
  private static final byte[] KEY = {1};
  private static final int TIMEOUT_MS = 2_000;

  private final SimCluster cluster =
      new SimCluster(3, 1, 3, line -> {}, (nodeId, hooks) -> TestHooks.PLAIN);

  @BeforeEach
  void start() {
    cluster.startAll();
    cluster.runForMs(5_000);
  }

  @Test
  void theOwnReplicaDoesNotCount() {
    failLog();
    Future<WriteResult> all = write(Named.ALL, "at all");
    assertThat(all.cause()).isInstanceOf(RequestFailure.NotEnoughAnswers.class);
    assertThat(((RequestFailure) all.cause()).replicas())
        .anyMatch(replica -> replica.node().equals(NODE));
  }

  @Test
  void theOthersAreEnoughForAQuorumAndTheAnswerSaysThatTheyWere() {
    failLog();
    assertThat(write(Named.QUORUM, "at quorum").result().outcome().answered()).isEqualTo(2);
  }

  /** The others hold the write; the node has undone it and would count from where it was. */
  @Test
  void theNextWriteIsAnotherEventAndBothStay() {
    failLog();
    write(Named.ALL, "lost here");
    cluster.disk(NODE).script(null);
    cluster.runForMs(5_000);
    assertThat(write(Named.ALL, "next").succeeded()).isTrue();
    assertThat(versions()).extracting(FailedLogTest::value).contains("lost here", "next");
  }

  /** Likewise after a stop that is as clean as can be. */
  @Test
  void theNextWriteAfterAStartIsAnotherEventToo() {
    failLog();
    write(Named.ALL, "lost here");
    cluster.disk(NODE).script(null);
    cluster.runForMs(5_000);
    cluster.stop(NODE);
    cluster.runForMs(2_000);
    cluster.start(NODE);
    cluster.runForMs(5_000);
    assertThat(write(Named.ALL, "next").succeeded()).isTrue();
    assertThat(versions()).extracting(FailedLogTest::value).contains("lost here", "next");
    assertThat(versions()).extracting(Version::dot).extracting(Dot::actor).doesNotHaveDuplicates();
  }

  private void failLog() {
    cluster
        .disk(NODE)
        .script(
            operation ->
                operation.kind() == Kind.WRITE && operation.name().startsWith("log/")
                    ? Fate.FAIL
                    : Fate.SUCCEED);
  }

  private Future<WriteResult> write(ConsistencyLevel level, String value) {
    WriteRequest request =
        new WriteRequest(
            "default",
            KEY,
            CausalContext.EMPTY,
            false,
            "",
            value.getBytes(StandardCharsets.UTF_8),
            level,
            TIMEOUT_MS);
    List<Future<WriteResult>> answers = new ArrayList<>();
    cluster.onLoop(NODE, 0, node -> answers.add(node.backend(0).store().write(request)));
    cluster.runForMs(TIMEOUT_MS + 500);
    return answers.getFirst();
  }

  private List<Version> versions() {
    List<Future<ReadResult>> answers = new ArrayList<>();
    cluster.onLoop(
        "dc1-1",
        0,
        node ->
            answers.add(
                node.backend(0)
                    .store()
                    .get(
                        new ReadRequest(
                            "default", KEY, Named.ALL, TIMEOUT_MS, VersionVector.EMPTY))));
    cluster.runForMs(TIMEOUT_MS + 500);
    return answers.getFirst().result().siblings().versions();
  }

  private static String value(Version version) {
    return new String(version.value(), StandardCharsets.UTF_8);
  }
}
