package io.atoll.chaos.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk;
import io.atoll.sim.SimSettings;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the ledger says is durable is what a start finds. */
class DiskLedgerTest {
  private static final String NODE = "dc1-1";

  /** Segments and memtables so small that everything is flushed, recycled and compacted. */
  private static final StorageSettings TIGHT =
      SimSettings.ROOMY
          .with(SimSettings.ROOMY.shards().withMemtableBytes(64 << 10))
          .with(SimSettings.ROOMY.log().withSegmentBytes(4 << 10).withMaxBytes(16 << 10));

  private final List<String> transcript = new ArrayList<>();

  private SimCluster cluster(long seed, StorageSettings storage) {
    return new SimCluster(
        seed,
        SimSettings.of(1, 1).with(storage),
        transcript::add,
        (nodeId, plain) -> TestHooks.PLAIN);
  }

  @Test
  void whatAStartFindsIsWhatTheLedgerHas() {
    long recycled = 0;
    long flushes = 0;
    for (long seed = 1; seed <= 8; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SimCluster cluster = cluster(seed, seed % 2 == 0 ? TIGHT : SimSettings.ROOMY);
      DiskLedger ledger = new Ledger(cluster).of(NODE);
      cluster.startAll();
      cluster.runForMs(2_000);
      for (int life = 0; life < 6; life++) {
        use(cluster, random);
        recycled += node(cluster).storageStats().value(StorageMetric.LOG_RECYCLED);
        flushes += node(cluster).storageStats().value(StorageMetric.FLUSHES);
        end(cluster, random);
        restart(cluster);
        assertHeld(cluster, ledger, "seed " + seed);
      }
    }
    assertThat(recycled).as("recycled segments").isPositive();
    assertThat(flushes).as("flushes").isPositive();
  }

  @Test
  void aDiskThatIsPutBackTakesTheLedgerWithIt() {
    SimCluster cluster = cluster(1, TIGHT);
    DiskLedger ledger = new Ledger(cluster).of(NODE);
    cluster.startAll();
    cluster.runForMs(2_000);
    SplittableRandom random = new SplittableRandom(1);
    use(cluster, random);
    cluster.runForMs(1_000);
    SortedMap<StorageKey, byte[]> then = ledger.states();
    SimDisk image = cluster.disk(NODE).image();
    use(cluster, random);
    cluster.crash(NODE, true);
    cluster.disk(NODE).putBack(image, true);
    assertSame(ledger.states(), then, "put back");
    assertThat(ledger.harmedNanos()).isEqualTo(cluster.scheduler().nowNanos());
    restart(cluster);
    assertHeld(cluster, ledger, "put back");
    cluster.crash(NODE, true);
    cluster.disk(NODE).empty();
    assertThat(ledger.states()).isEmpty();
  }

  /** Store seed 3061: what was damaged at the end is cut off, and written over. */
  @Test
  void whatIsWrittenInPlaceOfADamagedEndIsSeen() {
    SimCluster cluster = cluster(1, SimSettings.ROOMY);
    DiskLedger ledger = new Ledger(cluster).of(NODE);
    cluster.startAll();
    cluster.runForMs(2_000);
    use(cluster, new SplittableRandom(1));
    cluster.crash(NODE, false);
    SimDisk disk = cluster.disk(NODE);
    String newest = disk.names().stream().filter(name -> name.endsWith(".log")).toList().getLast();
    byte[] content = disk.contents(newest);
    int last = content.length - 1;
    while (content[last] == 0) {
      last--;
    }
    disk.flipBit(newest, (long) last * Byte.SIZE);
    assertThat(ledger.isDamaged()).isTrue();
    restart(cluster);
    SortedMap<StorageKey, byte[]> before = ledger.states();
    put(cluster, "afterwards");
    cluster.runForMs(1_000);
    assertThat(ledger.states()).hasSize(before.size() + 1);
  }

  private static void put(SimCluster cluster, String key) {
    WriteRequest write =
        new WriteRequest(
            "default",
            key.getBytes(StandardCharsets.UTF_8),
            CausalContext.EMPTY,
            false,
            "text/plain",
            new byte[1],
            Named.ONE,
            1_000);
    cluster.onLoop(NODE, 0, node -> node.backend(0).store().write(write));
  }

  private static Node node(SimCluster cluster) {
    return cluster.node(NODE);
  }

  private static void use(SimCluster cluster, SplittableRandom random) {
    for (int i = 0; i < 60; i++) {
      String keyspace = random.nextInt(4) == 0 ? "churned" : "default";
      WriteRequest write =
          new WriteRequest(
              keyspace,
              ("key" + random.nextInt(20)).getBytes(StandardCharsets.UTF_8),
              CausalContext.EMPTY,
              random.nextInt(5) == 0,
              "text/plain",
              new byte[random.nextInt(2_000)],
              Named.ONE,
              1_000);
      cluster.onLoop(NODE, random.nextInt(2), node -> node.backend(0).store().write(write));
      if (random.nextInt(12) == 0) {
        cluster.onLoop(NODE, 0, node -> churn(node, random.nextBoolean()));
      }
      cluster.runForMs(random.nextInt(30));
    }
  }

  private static void churn(Node node, boolean drop) {
    if (drop) {
      node.backend(0).dropKeyspace("churned");
    } else {
      node.backend(0)
          .createKeyspace(
              new Keyspace(
                  0,
                  "churned",
                  new TreeMap<>(Map.of("dc1", 1)),
                  ConflictPolicy.SIBLINGS,
                  Named.ONE,
                  Named.ONE));
    }
  }

  private static void end(SimCluster cluster, SplittableRandom random) {
    switch (random.nextInt(4)) {
      case 0 -> cluster.crash(NODE, true);
      case 1 -> cluster.crash(NODE, false);
      case 2 -> {
        SimDisk disk = cluster.disk(NODE);
        disk.script(SimDisk.Script.crashAt(disk.operations() + 1 + random.nextInt(20)));
        use(cluster, random);
        cluster.crash(NODE, true);
      }
      default -> cluster.stop(NODE);
    }
    cluster.runForMs(100);
  }

  private static void restart(SimCluster cluster) {
    cluster.start(NODE);
    cluster.runForMs(1_000);
  }

  private void assertHeld(SimCluster cluster, DiskLedger ledger, String what) {
    assertThat(node(cluster)).as(what + String.join("\n", transcript)).isNotNull();
    Future<SortedMap<StorageKey, byte[]>> found = Holdings.of(node(cluster));
    cluster.runForMs(1_000);
    assertSame(found.result(), ledger.states(), what);
  }

  private static void assertSame(
      SortedMap<StorageKey, byte[]> found, SortedMap<StorageKey, byte[]> expected, String what) {
    assertThat(found.keySet()).as(what).isEqualTo(expected.keySet());
    found.forEach((key, state) -> assertThat(state).as(what).isEqualTo(expected.get(key)));
  }
}
