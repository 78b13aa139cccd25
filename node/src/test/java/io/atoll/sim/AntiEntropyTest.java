package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.env.Loop;
import io.atoll.node.Node;
import io.atoll.repair.PartnerStatus;
import io.atoll.repair.RepairFilter;
import io.atoll.repair.RepairReport;
import io.atoll.repair.RepairRun;
import io.atoll.repair.RepairSettings;
import io.atoll.repair.RepairStats.Counter;
import io.atoll.repair.RepairVerdict;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.storage.ScanRange;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes that hold every key, without hints and repair by reads: what differs, they find. */
class AntiEntropyTest {
  private static final String AWAY = "dc1-3";
  private static final List<String> STAYING = List.of("dc1-1", "dc1-2");
  private static final List<String> ALL = List.of("dc1-1", "dc1-2", "dc1-3");
  private static final int VALUE_BYTES = 100;

  private final List<String> log = new ArrayList<>();
  private final List<Future<WriteResult>> writes = new ArrayList<>();
  private SimCluster cluster;

  private void started(long everyMs) {
    cluster =
        new SimCluster(
            5,
            SimSettings.of(1, 3)
                .with(CoordinatorSettings.DEFAULT.withReadRepair(false))
                .with(new RepairSettings(true, everyMs, 32L << 20)),
            log::add,
            (nodeId, plain) -> plain);
    cluster.startAll();
    cluster.runForMs(5_000);
  }

  @AfterEach
  void nothingWasThrown() {
    assertThat(cluster.defects()).isEmpty();
    assertThat(writes).allMatch(Future::succeeded);
  }

  private void write(List<String> through, String prefix, int count) {
    for (int i = 0; i < count; i++) {
      String key = prefix + i;
      cluster.onLoop(through.get(i % through.size()), i, node -> writes.add(put(node, key)));
      if (i % 10 == 0) {
        cluster.runForMs(5);
      }
    }
    cluster.runForMs(500);
  }

  private static Future<WriteResult> put(Node node, String key) {
    int loop = node.env().loops().get(0).isCurrent() ? 0 : 1;
    return node.backend(loop)
        .store()
        .write(
            new WriteRequest(
                "default",
                key.getBytes(StandardCharsets.UTF_8),
                CausalContext.EMPTY,
                false,
                "",
                new byte[VALUE_BYTES],
                Named.ONE,
                1_000));
  }

  /** All that a node holds, by its storage. */
  private Map<String, String> held(String nodeId) {
    Map<String, String> held = new TreeMap<>();
    Node node = cluster.node(nodeId);
    Keyspace keyspace = node.topology().keyspaces().get("default");
    for (int i = 0; i < node.storage().shardCount(); i++) {
      int shard = i;
      node.storage()
          .loopOf(i)
          .execute(
              () ->
                  node.storage()
                      .shard(shard)
                      .scan(
                          ScanRange.all(keyspace.id()),
                          (token, key, state) -> {
                            held.put(
                                new String(key, StandardCharsets.UTF_8), Arrays.toString(state));
                            return true;
                          }));
    }
    cluster.runForMs(100);
    return held;
  }

  private void assertThatAllHold(int keys) {
    Map<String, String> first = held("dc1-1");
    assertThat(first).hasSize(keys);
    assertThat(held("dc1-2")).isEqualTo(first);
    assertThat(held("dc1-3")).isEqualTo(first);
  }

  private long counted(Counter counter) {
    return ALL.stream()
        .filter(each -> cluster.node(each) != null)
        .mapToLong(each -> cluster.node(each).repairs().stats().value(counter))
        .sum();
  }

  private RepairReport report(String nodeId) {
    List<RepairReport> all = new ArrayList<>();
    cluster.onLoop(
        nodeId,
        1,
        node -> {
          Loop home = node.env().loops().get(1);
          node.repairs().report(home).onSuccess(all::add);
        });
    cluster.runForMs(10);
    return all.getFirst();
  }

  @Test
  void whoWasAwayGetsWhatItMissedAndNothingElseTravels() {
    started(2_000);
    write(ALL, "before-", 200);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write(STAYING, "missed-", 50);
    cluster.start(AWAY);
    cluster.runForMs(12_000);
    assertThatAllHold(250);
    assertThat(counted(Counter.SENT) + counted(Counter.RECEIVED)).isEqualTo(50);
    long moved = counted(Counter.SENT) + counted(Counter.RECEIVED);
    cluster.runForMs(20_000);
    assertThat(counted(Counter.SENT) + counted(Counter.RECEIVED)).isEqualTo(moved);
    for (PartnerStatus partner : report(AWAY).partners()) {
      assertThat(partner.verdict()).isEqualTo(RepairVerdict.IN_STEP);
      assertThat(partner.inStepAsOfMs()).isPositive();
      assertThat(partner.refusal()).isEmpty();
    }
  }

  @Test
  void inStepNothingIsSent() {
    started(2_000);
    write(ALL, "key-", 200);
    cluster.runForMs(10_000);
    long asked = counted(Counter.ROUND_TRIPS);
    long compared = counted(Counter.COMPARISONS);
    cluster.runForMs(10_000);
    assertThat(counted(Counter.COMPARISONS)).isGreaterThan(compared + 10);
    assertThat(counted(Counter.ROUND_TRIPS) - asked)
        .isEqualTo(counted(Counter.COMPARISONS) - compared);
    assertThat(counted(Counter.IN_STEP)).isEqualTo(counted(Counter.COMPARISONS));
    assertThat(counted(Counter.DIFFERING)).isZero();
  }

  @Test
  void anEmptiedDiskIsFilled() {
    started(2_000);
    write(ALL, "key-", 2_000);
    cluster.runForMs(1_000);
    cluster.crash(AWAY, false);
    cluster.runForMs(3_000);
    cluster.disk(AWAY).empty();
    cluster.start(AWAY);
    cluster.runForMs(20_000);
    assertThatAllHold(2_000);
  }

  @Test
  void underLoadNothingIsTakenToDiffer() {
    started(1_000);
    for (int i = 0; i < 100; i++) {
      for (int k = 0; k < 20; k++) {
        String key = "key-" + (i * 7 + k * 13) % 300;
        int at = i + k;
        cluster.onLoop(ALL.get(at % 3), at, node -> writes.add(put(node, key)));
      }
      cluster.runForMs(200);
    }
    assertThat(counted(Counter.COMPARISONS)).isGreaterThan(20);
    assertThat(counted(Counter.DIFFERING)).isZero();
    assertThat(counted(Counter.SENT)).isZero();
  }

  @Test
  void aRunTellsThatItMendedEverything() {
    started(3_600_000);
    write(ALL, "before-", 20);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write(STAYING, "missed-", 30);
    cluster.start(AWAY);
    cluster.runForMs(100);
    List<RepairRun> runs = new ArrayList<>();
    cluster.runForMs(4_000);
    onLoopOne(AWAY, node -> node.repairs().begin(RepairFilter.ALL, loopOne(node)), runs);
    assertThat(runs.getFirst().parts()).hasSize(2);
    cluster.runForMs(15_000);
    long id = runs.getFirst().id();
    onLoopOne(AWAY, node -> node.repairs().run(id, loopOne(node)), runs);
    assertThat(runs.getLast().isRunning()).isFalse();
    assertThat(runs.getLast().verdict()).isEqualTo(RepairVerdict.IN_STEP);
    assertThatAllHold(50);
  }

  @Test
  void whatBothSidesWroteGoesBothWays() {
    started(2_000);
    write(ALL, "before-", 20);
    List<Undo> cuts = new ArrayList<>();
    for (String other : STAYING) {
      cuts.add(cluster.network().cut(AWAY, other));
      cuts.add(cluster.network().cut(other, AWAY));
    }
    cluster.runForMs(5_000);
    write(STAYING, "here-", 20);
    write(STAYING, "both-", 10);
    write(List.of(AWAY), "there-", 20);
    write(List.of(AWAY), "both-", 10);
    assertThat(held("dc1-1")).hasSize(50);
    assertThat(held(AWAY)).hasSize(50);
    cuts.forEach(Undo::undo);
    cluster.runForMs(20_000);
    assertThatAllHold(70);
  }

  @Test
  void whoCannotWriteIsNotTriedInATightCircle() {
    started(2_000);
    write(ALL, "before-", 20);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write(STAYING, "missed-", 30);
    cluster.start(AWAY);
    cluster.runForMs(500);
    cluster.disk(AWAY).limitBytes(cluster.disk(AWAY).usedBytes());
    long before = counted(Counter.COMPARISONS);
    cluster.runForMs(20_000);
    // A turn of each of three nodes every two seconds, and one more look after each.
    assertThat(counted(Counter.COMPARISONS) - before).isLessThan(2 * 3 * 11);
    cluster.disk(AWAY).limitBytes(Long.MAX_VALUE);
    cluster.runForMs(20_000);
    assertThatAllHold(50);
  }

  @Test
  void aNodeThatStopsInTheMidstOfItStopsCleanly() {
    started(500);
    write(ALL, "before-", 20);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write(STAYING, "missed-", 500);
    cluster.start(AWAY);
    cluster.runForMs(2_300);
    cluster.stop("dc1-1");
    cluster.runForMs(5_000);
    assertThat(cluster.node("dc1-1")).isNull();
    cluster.start("dc1-1");
    cluster.runForMs(20_000);
    assertThatAllHold(520);
  }

  private static Loop loopOne(Node node) {
    return node.env().loops().get(1);
  }

  private <T> void onLoopOne(
      String nodeId, java.util.function.Function<Node, Future<T>> call, List<T> answers) {
    cluster.onLoop(nodeId, 1, node -> call.apply(node).onSuccess(answers::add));
    cluster.runForMs(20);
  }
}
