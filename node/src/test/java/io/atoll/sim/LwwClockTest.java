package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.HybridClock;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole nodes with clocks that are off, and blind writes in a keyspace where the last writer wins.
 */
class LwwClockTest {
  private static final long YEAR_MS = 365L * 86_400_000;
  private static final int TIMEOUT_MS = 2_000;

  private final List<String> log = new ArrayList<>();
  private SimCluster cluster;
  private List<String> ids;

  private void start(long seed, int nodes) {
    cluster = new SimCluster(seed, 1, nodes, log::add, (nodeId, hooks) -> TestHooks.PLAIN);
    ids = cluster.members().stream().map(member -> member.nodeId()).toList();
    cluster.startAll();
    cluster.runForMs(3_000);
    cluster.onLoop(
        ids.getFirst(),
        0,
        node -> {
          var replication = node.topology().keyspaces().get("default").replication();
          node.backend(0)
              .createKeyspace(
                  new Keyspace(
                      0,
                      "lww",
                      new TreeMap<>(replication),
                      ConflictPolicy.LWW,
                      Named.QUORUM,
                      Named.QUORUM));
        });
    cluster.runForMs(2_000);
  }

  private <T> Future<T> on(String nodeId, int loop, Function<Node, Future<T>> call) {
    List<Future<T>> answers = new ArrayList<>();
    cluster.onLoop(nodeId, loop, node -> answers.add(call.apply(node)));
    cluster.runUntil(() -> !answers.isEmpty() && answers.getFirst().isComplete(), 4_000);
    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().isComplete()).isTrue();
    return answers.getFirst();
  }

  private Future<WriteResult> write(
      String nodeId, String key, String value, ConsistencyLevel level) {
    return on(
        nodeId,
        value.hashCode() & 1,
        node ->
            node.backend(value.hashCode() & 1)
                .store()
                .write(
                    new WriteRequest(
                        "lww",
                        bytes(key),
                        CausalContext.EMPTY,
                        false,
                        "",
                        bytes(value),
                        level,
                        TIMEOUT_MS)));
  }

  private Version read(String nodeId, String key) {
    Future<ReadResult> read =
        on(
            nodeId,
            0,
            node ->
                node.backend(0)
                    .store()
                    .get(
                        new ReadRequest(
                            "lww", bytes(key), Named.ALL, TIMEOUT_MS, VersionVector.EMPTY)));
    assertThat(read.succeeded()).as("%s", read.cause()).isTrue();
    assertThat(read.result().siblings().versions()).hasSize(1);
    return read.result().siblings().versions().getFirst();
  }

  private String value(String nodeId, String key) {
    return new String(read(nodeId, key).value(), StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private long count(Counter counter) {
    return ids.stream().mapToLong(id -> cluster.node(id).replicationStats().value(counter)).sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {YEAR_MS, -YEAR_MS})
  void aNodeWhoseClockIsOffPassesWritesOnAndTheyGetTheRightTime(long offMs) {
    start(3, 3);
    cluster.setClock("dc1-1", offMs);
    cluster.runForMs(200);
    for (int i = 0; i < 20; i++) {
      assertThat(write("dc1-1", "key" + i, "value", Named.QUORUM).succeeded()).isTrue();
      long wroteMs = HybridClock.wallMs(read("dc1-2", "key" + i).timestamp());
      assertThat(Math.abs(wroteMs - cluster.node("dc1-2").env().clock().wallMs()))
          .isLessThan(5_000);
    }
    assertThat(cluster.node("dc1-1").replicationStats().value(Counter.CLOCK_OFF)).isEqualTo(20);
    assertThat(cluster.node("dc1-1").clockAheadSeconds())
        .isBetween(offMs / 1e3 - 1, offMs / 1e3 + 1);
    assertThat(cluster.node("dc1-2").clockAheadSeconds()).isBetween(-1.0, 1.0);
    assertThat(log).anyMatch(line -> line.contains("the clock of 'dc1-1' is 3153"));
    cluster.setClock("dc1-1", 0);
    cluster.runForMs(200);
    assertThat(write("dc1-1", "key", "value", Named.QUORUM).succeeded()).isTrue();
    assertThat(cluster.node("dc1-1").replicationStats().value(Counter.CLOCK_OFF)).isEqualTo(20);
    assertThat(log).anyMatch(line -> line.contains("the clock of 'dc1-1' is near enough"));
  }

  @Test
  void aNodeWhoseClockIsOffRefusesWhenNobodyElseCanTakeTheWrite() {
    start(4, 3);
    cluster.setClock("dc1-1", YEAR_MS);
    cluster.crash("dc1-2", false);
    cluster.crash("dc1-3", false);
    cluster.runForMs(5_000);
    Future<WriteResult> write = write("dc1-1", "key", "value", Named.ONE);
    assertThat(write.failed()).isTrue();
    assertThat(write.cause()).hasMessageContaining("the clock of 'dc1-1' is 3153");
  }

  /** Until its neighbours have told it, a node whose clock was just set goes on writing. */
  @Test
  void whatIsAcknowledgedAfterAWriteOfTheFutureWinsOverIt() {
    start(5, 3);
    for (int i = 0; i < 10; i++) {
      String key = "key" + i;
      cluster.setClock("dc1-1", YEAR_MS);
      assertThat(write("dc1-1", key, "of the future", Named.QUORUM).succeeded()).isTrue();
      cluster.setClock("dc1-1", 0);
      String other = "dc1-" + (1 + i % 3);
      assertThat(write(other, key, "later", Named.QUORUM).succeeded()).isTrue();
      assertThat(value("dc1-3", key)).isEqualTo("later");
    }
    assertThat(count(Counter.LWW_LOST)).isZero();
  }

  @Test
  void aReplicaThatMissedAWriteOfTheFutureIsToldOfIt() {
    start(6, 3);
    cluster.network().cut("dc1-3", "dc1-1");
    cluster.network().cut("dc1-1", "dc1-3");
    cluster.network().cut("dc1-3", "dc1-2");
    cluster.network().cut("dc1-2", "dc1-3");
    cluster.runForMs(3_000);
    cluster.setClock("dc1-1", YEAR_MS);
    assertThat(write("dc1-1", "key", "of the future", Named.QUORUM).succeeded()).isTrue();
    cluster.setClock("dc1-1", 0);
    cluster.network().heal();
    cluster.runForMs(10_000);
    assertThat(write("dc1-3", "key", "later", Named.QUORUM).succeeded()).isTrue();
    assertThat(value("dc1-2", "key")).isEqualTo("later");
    assertThat(count(Counter.LWW_RAISED)).isEqualTo(1);
    assertThat(count(Counter.LWW_LOST)).isZero();
  }

  /** With two nodes nobody can tell whose clock is wrong, and both go on. */
  @Test
  void ofTwoNodesBothGoOnAndWhatIsAcknowledgedLaterWins() {
    start(7, 2);
    cluster.setClock("dc1-1", YEAR_MS);
    cluster.runForMs(5_000);
    for (int i = 0; i < 20; i++) {
      String at = "dc1-" + (1 + i % 2);
      assertThat(write(at, "key", "value " + i, Named.ALL).succeeded()).isTrue();
      assertThat(value("dc1-1", "key")).isEqualTo("value " + i);
    }
    assertThat(count(Counter.CLOCK_OFF)).isZero();
    assertThat(log).anyMatch(line -> line.contains("ahead of that of 'dc1-2'"));
  }

  /**
   * Writes of one key, one after the other at quorum, through any node, while clocks are set about
   * and nodes are cut off: the last that was acknowledged is there, or one that is in doubt.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theLastAcknowledgedWriteIsThereWhateverTheClocksSay(long seed) {
    start(seed, 3);
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, String> last = new HashMap<>();
    Map<String, Set<String>> doubtful = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      disturb(random);
      String key = "key" + random.nextInt(4);
      String value = "value " + i;
      if (write(any(random), key, value, Named.QUORUM).succeeded()) {
        last.put(key, value);
      } else {
        doubtful.computeIfAbsent(key, k -> new HashSet<>()).add(value);
      }
    }
    cluster.network().heal();
    ids.forEach(id -> cluster.setClock(id, 0));
    cluster.runForMs(20_000);
    assertThat(last).hasSize(4);
    last.forEach(
        (key, value) -> {
          Set<String> allowed = new HashSet<>(doubtful.getOrDefault(key, Set.of()));
          allowed.add(value);
          assertThat(allowed).as(key).contains(value(any(random), key));
        });
    assertThat(cluster.defects()).isEmpty();
  }

  private void disturb(SplittableRandom random) {
    switch (random.nextInt(12)) {
      case 0 -> cluster.setClock(any(random), YEAR_MS);
      case 1 -> cluster.setClock(any(random), -YEAR_MS);
      case 2 -> cluster.setClock(any(random), random.nextLong(-9_000, 9_000));
      case 3, 4 -> cluster.setClock(any(random), 0);
      case 5 -> {
        String alone = any(random);
        for (String other : ids) {
          if (!other.equals(alone)) {
            cluster.network().cut(alone, other);
            cluster.network().cut(other, alone);
          }
        }
      }
      case 6, 7 -> cluster.network().heal();
      default -> cluster.runForMs(random.nextLong(300));
    }
  }

  private String any(SplittableRandom random) {
    return ids.get(random.nextInt(ids.size()));
  }
}
