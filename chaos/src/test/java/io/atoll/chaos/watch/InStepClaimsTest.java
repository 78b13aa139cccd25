package io.atoll.chaos.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.HybridClock;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Write;
import io.atoll.node.TestHooks;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.sim.SimCluster;
import io.atoll.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of two nodes one was down when a write was acknowledged, and nothing has brought it since. */
class InStepClaimsTest {
  private static final String HAVING = "dc1-1";
  private static final String LACKING = "dc1-2";

  private final SimCluster cluster =
      new SimCluster(1, 1, 2, line -> {}, (nodeId, plain) -> TestHooks.PLAIN);
  private final Ledger ledger = new Ledger(cluster);
  private final History history = new History();
  private final List<Acknowledgement> noted = new ArrayList<>();
  private final InStepClaims claims =
      new InStepClaims(ledger, history, noted, () -> cluster.node(HAVING).topology());
  private final StorageKey key;
  private final Version version;
  private final long atNanos;

  InStepClaimsTest() {
    cluster.startAll();
    cluster.runForMs(2_000);
    cluster.crash(LACKING, false);
    cluster.runForMs(2_000);
    long invoked = cluster.scheduler().nowNanos();
    byte[] name = "k".getBytes(StandardCharsets.UTF_8);
    WriteRequest request =
        new WriteRequest("default", name, CausalContext.EMPTY, false, "", name, Named.ONE, 1_000);
    cluster.onLoop(HAVING, 0, node -> node.backend(0).store().write(request));
    cluster.runForMs(1_000);
    cluster.start(LACKING);
    cluster.runForMs(2_000);
    key = ledger.of(HAVING).states().firstKey();
    Siblings state = ledger.of(HAVING).state(key);
    version = state.versions().getFirst();
    atNanos = cluster.scheduler().nowNanos();
    note(invoked, state, version.dot());
  }

  private void note(long invoked, Siblings state, Dot dot) {
    Question question =
        new Question("client", HAVING, "dc1", "default", "k", Named.ONE, 1_000, invoked, 0);
    Write write = history.write(question, false, CausalContext.EMPTY, new BitSet());
    history.made(write.id(), key.keyspaceId(), dot, version.timestamp(), state);
    noted.add(
        new Acknowledgement(
            write.id(),
            HAVING,
            "dc1",
            false,
            atNanos,
            Named.ONE,
            new Ending.Claims(2, 1, 1, 0, 1, false),
            List.of(key),
            List.of(new Acknowledgement.Event(dot, Set.of(HAVING)))));
  }

  private long eventMs() {
    return HybridClock.wallMs(version.timestamp());
  }

  @Test
  void whoLacksAnAcknowledgedWriteIsNotInStepAsOfLater() {
    claims.claimed(HAVING, LACKING, key.keyspaceId(), eventMs(), atNanos);
    assertThat(claims.untrue()).singleElement().asString().contains(LACKING + " lacks");
    claims.claimed(HAVING, LACKING, key.keyspaceId(), eventMs() + 1_000, atNanos + 1);
    assertThat(claims.untrue()).as("said once").hasSize(1);
  }

  @Test
  void whoeverOfTheTwoSaysSo() {
    claims.claimed(LACKING, HAVING, key.keyspaceId(), eventMs(), atNanos);
    assertThat(claims.untrue()).hasSize(1);
  }

  @Test
  void asOfAnEarlierMomentTheyMayBe() {
    claims.claimed(HAVING, LACKING, key.keyspaceId(), eventMs() - 1, atNanos);
    claims.claimed(LACKING, HAVING, key.keyspaceId(), eventMs(), atNanos - 1);
    assertThat(claims.untrue()).isEmpty();
  }

  @Test
  void andInOtherKeyspacesToo() {
    claims.claimed(HAVING, LACKING, key.keyspaceId() + 1, eventMs(), atNanos);
    assertThat(claims.untrue()).isEmpty();
    assertThat(claims.held()).isZero();
  }

  @Test
  void whoHasLostItsDiskOwesNothingOfBefore() {
    cluster.crash(HAVING, true);
    cluster.disk(HAVING).empty();
    claims.claimed(HAVING, LACKING, key.keyspaceId(), eventMs(), atNanos);
    assertThat(claims.untrue()).isEmpty();
  }

  @Test
  void aDiskSaysWhenItChangedLast() {
    assertThat(ledger.of(HAVING).changedNanos()).isPositive().isLessThan(atNanos);
    assertThat(ledger.of(LACKING).changedNanos()).isEqualTo(-1);
    assertThat(ledger.changedNanos()).isEqualTo(ledger.of(HAVING).changedNanos());
    cluster.crash(LACKING, true);
    cluster.disk(LACKING).empty();
    assertThat(ledger.changedNanos()).isEqualTo(cluster.scheduler().nowNanos());
  }
}
