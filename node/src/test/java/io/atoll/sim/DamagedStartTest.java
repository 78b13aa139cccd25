package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.node.TestHooks;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConsistencyLevel.Named;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that meets a damaged or missing file says so in one line, with what is true to do. */
class DamagedStartTest {
  private static final String VICTIM = "dc1-1";
  private static final WriteRequest REQUEST =
      new WriteRequest(
          "default",
          new byte[] {1},
          CausalContext.EMPTY,
          false,
          "",
          new byte[] {2},
          Named.ALL,
          1_000);

  private final List<String> log = new ArrayList<>();
  private final SimCluster cluster =
      new SimCluster(3, 1, 3, log::add, (nodeId, hooks) -> TestHooks.PLAIN);

  private void stopAfterSomeLife() {
    cluster.startAll();
    cluster.runForMs(5_000);
    cluster.onLoop(VICTIM, 0, node -> node.backend(0).store().write(REQUEST));
    cluster.runForMs(2_000);
    cluster.stop(VICTIM);
    cluster.runForMs(5_000);
    assertThat(cluster.isRunning(VICTIM)).isFalse();
  }

  private void isRefusedInOneLine(String file) {
    cluster.start(VICTIM);
    cluster.runForMs(5_000);
    assertThat(cluster.refusal(VICTIM))
        .contains(file, "put the whole data directory back from a copy, however old")
        .doesNotContain("\n", "Exception");
  }

  /** What the line says to do does help. */
  private void startsEmpty() {
    cluster.disk(VICTIM).empty();
    cluster.start(VICTIM);
    cluster.runForMs(5_000);
    assertThat(cluster.node(VICTIM)).isNotNull();
    assertThat(cluster.node(VICTIM).incarnation().generation()).isGreaterThan(1 << 20);
    assertThat(cluster.defects()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"topology", "identity", "shard-001/manifest", "log/0000000001.log"})
  void aDamagedFile(String file) {
    stopAfterSomeLife();
    cluster.disk(VICTIM).flipBit(file, 8 * 13);
    isRefusedInOneLine(file);
    startsEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"topology", "identity", "shard-001/manifest"})
  void aMissingFile(String file) throws IOException {
    stopAfterSomeLife();
    cluster.disk(VICTIM).delete(file);
    isRefusedInOneLine(file);
    startsEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "claims"})
  void whatIsKnownOfRunsStopsNoStart(String file) {
    stopAfterSomeLife();
    cluster.disk(VICTIM).flipBit(file, 8 * 13);
    cluster.start(VICTIM);
    cluster.runForMs(5_000);
    assertThat(cluster.node(VICTIM).incarnation().generation()).isPositive();
    assertThat(log).anyMatch(line -> line.contains(file + " is damaged"));
  }
}
