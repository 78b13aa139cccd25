package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.hints.HintSettings;
import io.atoll.node.Node;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.replication.KeyValueStore;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.ReadRepair;
import io.atoll.sim.SimDisk.Fate;
import io.atoll.sim.SimDisk.Operation;
import io.atoll.sim.SimDisk.Script;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Three nodes that hold every key, of which one alone has a write. A read shows it; then that node
 * is gone. Nothing but what is done before the answer repairs anything.
 */
class BlockingReadRepairTest {
  private static final String ALONE = "dc1-1";
  private static final byte[] KEY = bytes("key");

  private final SimCluster cluster =
      new SimCluster(
          7,
          SimSettings.of(1, 3)
              .with(CoordinatorSettings.DEFAULT.withReadRepair(false))
              .with(HintSettings.OFF),
          line -> {},
          (nodeId, plain) -> plain);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Asks one node, and lets time pass until there is an answer. */
  private <T> Future<T> ask(String nodeId, Function<KeyValueStore, Future<T>> request) {
    List<Future<T>> answers = new ArrayList<>();
    cluster.onLoop(nodeId, 0, node -> answers.add(request.apply(node.backend(0).store())));
    cluster.runUntil(() -> !answers.isEmpty() && answers.getFirst().isComplete(), 2_000);
    return answers.getFirst();
  }

  private Future<ReadResult> read(String nodeId, ConsistencyLevel level) {
    ReadRequest request = new ReadRequest("default", KEY, level, 1_000, VersionVector.EMPTY);
    return ask(nodeId, store -> store.get(request));
  }

  private void write(String value, ConsistencyLevel level) {
    WriteRequest request =
        new WriteRequest(
            "default", KEY, CausalContext.EMPTY, false, "", bytes(value), level, 1_000);
    assertThat(ask(ALONE, store -> store.write(request)).succeeded()).isTrue();
  }

  private void oneHasAWriteAlone(ReadRepair readRepair) {
    cluster.startAll();
    cluster.runForMs(5_000);
    Node first = cluster.node(ALONE);
    cluster.onLoop(
        ALONE, 0, node -> node.backend(0).changeKeyspace("default", ks -> ks.with(readRepair)));
    cluster.runForMs(2_000);
    assertThat(first.topology().keyspaces().get("default").readRepair()).isEqualTo(readRepair);
    write("old", Named.ALL);
    List<Undo> away = List.of(cluster.keepDown("dc1-2"), cluster.keepDown("dc1-3"));
    cluster.crash("dc1-2", false);
    cluster.crash("dc1-3", false);
    cluster.runForMs(5_000);
    write("new", Named.ONE);
    away.forEach(Undo::undo);
    cluster.runForMs(8_000);
  }

  private static List<String> shown(Future<ReadResult> read) {
    Siblings state = read.result().siblings();
    return state.versions().stream()
        .map(version -> new String(version.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private List<String> shownWhenItIsGone() {
    cluster.keepDown(ALONE);
    cluster.crash(ALONE, false);
    cluster.runForMs(5_000);
    return shown(read("dc1-3", Named.QUORUM));
  }

  @Test
  void whatWasShownIsThereWhenTheNodeThatHadItIsGone() {
    oneHasAWriteAlone(ReadRepair.BLOCKING);
    assertThat(shown(read(ALONE, Named.QUORUM))).contains("new");
    assertThat(shownWhenItIsGone()).contains("new");
  }

  @Test
  void otherwiseItMayBeGoneWithIt() {
    oneHasAWriteAlone(ReadRepair.BACKGROUND);
    assertThat(shown(read(ALONE, Named.QUORUM))).contains("new");
    assertThat(shownWhenItIsGone()).containsExactly("old");
  }

  private void failWrites(String nodeId) {
    cluster
        .disk(nodeId)
        .spoil(Script.where(operation -> operation.kind() == Operation.Kind.WRITE, Fate.FAIL));
  }

  @Test
  void whereNoDiskTakesItTheReadIsRefusedAndShowsNothing() {
    oneHasAWriteAlone(ReadRepair.BLOCKING);
    failWrites("dc1-2");
    failWrites("dc1-3");
    Future<ReadResult> read = read(ALONE, Named.QUORUM);
    assertThat(read.cause())
        .isInstanceOf(RequestFailure.NotEnoughAnswers.class)
        .hasMessageContaining("blocking read repair")
        .hasMessageContaining("dc1-2: took no repair: ")
        .hasMessageContaining("dc1-3: took no repair: ");
    assertThat(shown(read(ALONE, Named.ONE))).as("what its own level holds").contains("new");
  }
}
