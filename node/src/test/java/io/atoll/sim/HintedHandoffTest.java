package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.env.Loop;
import io.atoll.hints.Delivery;
import io.atoll.hints.HintSettings;
import io.atoll.hints.HintStats.Counter;
import io.atoll.hints.TargetStatus;
import io.atoll.node.Node;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.wire.Tokens;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes that hold every key, without repair by reads: what one missed, hints bring it. */
class HintedHandoffTest {
  private static final String AWAY = "dc1-3";
  private static final List<String> STAYING = List.of("dc1-1", "dc1-2");

  private final List<String> log = new ArrayList<>();
  private SimCluster cluster;
  private final Set<String> keys = new TreeSet<>();
  private final List<Future<WriteResult>> writes = new ArrayList<>();

  private void started(HintSettings hints) {
    cluster =
        new SimCluster(
            5,
            SimSettings.of(1, 3)
                .with(CoordinatorSettings.DEFAULT.withReadRepair(false))
                .with(hints),
            log::add,
            (nodeId, plain) -> plain);
    cluster.startAll();
    cluster.runForMs(5_000);
  }

  @AfterEach
  void nothingWasThrown() {
    assertThat(cluster.defects()).isEmpty();
    assertThat(writes).isNotEmpty().allMatch(Future::succeeded);
  }

  /** Writes keys at quorum, through those that stay in turn. */
  private void write(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      String key = prefix + i;
      keys.add(key);
      cluster.onLoop(STAYING.get(i % 2), i, node -> writes.add(put(node, key, loopOf(node))));
      if (i % 10 == 0) {
        cluster.runForMs(5);
      }
    }
    cluster.runForMs(2_000);
  }

  private static int loopOf(Node node) {
    return node.env().loops().get(0).isCurrent() ? 0 : 1;
  }

  private static Future<WriteResult> put(Node node, String key, int loop) {
    return node.backend(loop)
        .store()
        .write(
            new WriteRequest(
                "default",
                bytes(key),
                CausalContext.EMPTY,
                false,
                "",
                new byte[100],
                Named.QUORUM,
                1_000));
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private long hints() {
    return running().stream().mapToLong(node -> node.hints().bounds().count()).sum();
  }

  private long dirtyArcs() {
    return running().stream().mapToLong(node -> node.hints().bounds().dirtyArcs()).sum();
  }

  private long counted(Counter counter) {
    return running().stream().mapToLong(node -> node.hints().stats().value(counter)).sum();
  }

  private List<Node> running() {
    List<Node> running = new ArrayList<>();
    for (String nodeId : List.of("dc1-1", "dc1-2", "dc1-3")) {
      if (cluster.node(nodeId) != null) {
        running.add(cluster.node(nodeId));
      }
    }
    return running;
  }

  private List<TargetStatus> status(String nodeId) {
    List<TargetStatus> all = new ArrayList<>();
    cluster.onLoop(
        nodeId,
        1,
        node -> {
          Loop home = node.env().loops().get(1);
          node.hints().report(home).onSuccess(report -> all.addAll(report.targets()));
        });
    cluster.runForMs(10);
    return all;
  }

  /** The keys that a node holds, by its storage. */
  private Set<String> held(String nodeId) {
    Set<String> held = new HashSet<>();
    Node node = cluster.node(nodeId);
    Keyspace keyspace = node.topology().keyspaces().get("default");
    for (String key : keys) {
      long token = Tokens.of(keyspace.id(), bytes(key));
      int shard = node.storage().shardOf(node.topology().partitionOf(token));
      node.storage()
          .loopOf(shard)
          .execute(
              () ->
                  node.storage()
                      .shard(shard)
                      .get(new io.atoll.storage.StorageKey(keyspace.id(), token, bytes(key)))
                      .onSuccess(
                          state -> {
                            if (state != null && !Siblings.decode(state).versions().isEmpty()) {
                              held.add(key);
                            }
                          }));
    }
    cluster.runForMs(100);
    return held;
  }

  @Test
  void whoWasAwayIsToldWhatItMissedAndNothingIsLeft() {
    started(HintSettings.DEFAULT);
    Undo down = cluster.keepDown(AWAY);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write("k", 200);
    assertThat(hints()).isEqualTo(200);
    assertThat(status("dc1-1").getFirst())
        .satisfies(
            target -> {
              assertThat(target.member())
                  .isEqualTo(cluster.node("dc1-1").topology().member(AWAY).number());
              assertThat(target.state()).isEqualTo(Delivery.State.DOWN);
              assertThat(target.keys()).isBetween(1L, 199L);
              assertThat(target.sinceMs()).isPositive();
            });
    down.undo();
    cluster.runForMs(5_000);
    assertThat(held(AWAY)).isEqualTo(keys);
    assertThat(hints()).isZero();
    assertThat(counted(Counter.DELIVERED)).isEqualTo(200);
    assertThat(counted(Counter.RECEIVED)).isEqualTo(200);
  }

  @Test
  void manyWritesOfOneKeyAreOneHint() {
    started(HintSettings.DEFAULT);
    cluster.keepDown(AWAY);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    for (int i = 0; i < 20; i++) {
      write("same", 1);
    }
    assertThat(hints()).isEqualTo(1);
    assertThat(counted(Counter.NOTED)).isEqualTo(20);
  }

  @Test
  void hintsSurviveTheirHolder() {
    started(HintSettings.DEFAULT);
    Undo down = cluster.keepDown(AWAY);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write("k", 100);
    for (String nodeId : STAYING) {
      cluster.crash(nodeId, true);
      cluster.start(nodeId);
      cluster.runForMs(5_000);
    }
    assertThat(hints()).isEqualTo(100);
    down.undo();
    cluster.runForMs(6_000);
    assertThat(held(AWAY)).isEqualTo(keys);
    assertThat(hints()).isZero();
  }

  @Test
  void beyondTheBoundArcsAreDirtyAndBroughtAsAWhole() {
    started(HintSettings.DEFAULT.withMost(20, 1 << 20));
    Undo down = cluster.keepDown(AWAY);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write("k", 300);
    assertThat(hints()).isLessThanOrEqualTo(40);
    assertThat(dirtyArcs()).isPositive();
    long dirty = dirtyArcs();
    for (String nodeId : STAYING) {
      cluster.crash(nodeId, true);
      cluster.start(nodeId);
      cluster.runForMs(5_000);
    }
    assertThat(dirtyArcs()).isEqualTo(dirty);
    assertThat(status("dc1-2").getFirst().dirtyArcs()).isPositive();
    down.undo();
    cluster.runForMs(8_000);
    assertThat(held(AWAY)).isEqualTo(keys);
    assertThat(hints()).isZero();
    assertThat(dirtyArcs()).isZero();
  }

  @Test
  void whatIsWrittenWhileItIsBroughtIsNotLost() {
    started(HintSettings.DEFAULT.withMost(20, 1 << 20));
    Undo down = cluster.keepDown(AWAY);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write("k", 100);
    down.undo();
    for (int i = 0; i < 20; i++) {
      write("more" + i + "-", 10);
    }
    cluster.runForMs(8_000);
    assertThat(held(AWAY)).isEqualTo(keys);
    assertThat(hints()).isZero();
    assertThat(dirtyArcs()).isZero();
  }

  @Test
  void aPausedDeliveryWaitsForItsPerson() {
    started(HintSettings.DEFAULT);
    Undo down = cluster.keepDown(AWAY);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    STAYING.forEach(nodeId -> cluster.node(nodeId).hints().pause());
    write("k", 50);
    down.undo();
    cluster.runForMs(10_000);
    assertThat(hints()).isEqualTo(50);
    assertThat(status("dc1-1").getFirst().state()).isEqualTo(Delivery.State.PAUSED);
    STAYING.forEach(nodeId -> cluster.node(nodeId).hints().resume());
    cluster.runForMs(2_000);
    assertThat(hints()).isZero();
    assertThat(held(AWAY)).isEqualTo(keys);
  }

  @Test
  void withoutHintsWhoWasAwayLacksWhatItMissed() {
    started(HintSettings.OFF);
    Undo down = cluster.keepDown(AWAY);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write("k", 20);
    down.undo();
    cluster.runForMs(10_000);
    assertThat(held(AWAY)).isEmpty();
  }

  @Test
  void hintsOfAKeyspaceThatIsGoneAreForgotten() {
    started(HintSettings.DEFAULT);
    Undo down = cluster.keepDown(AWAY);
    cluster.crash(AWAY, false);
    cluster.runForMs(5_000);
    write("k", 50);
    cluster.onLoop("dc1-1", 0, node -> node.backend(0).dropKeyspace("default"));
    cluster.runForMs(3_000);
    down.undo();
    cluster.runForMs(6_000);
    assertThat(hints()).isZero();
    assertThat(counted(Counter.DELIVERED)).isZero();
    assertThat(counted(Counter.FORGOTTEN)).isEqualTo(50);
  }

  @Test
  void aPeerThatGossipsButTakesNoStreamsIsHintedAndThenBrought() {
    started(HintSettings.DEFAULT);
    List<Undo> cuts = new ArrayList<>();
    for (String nodeId : STAYING) {
      cuts.add(cluster.network().cutStreams(nodeId, AWAY));
      cuts.add(cluster.network().cutStreams(AWAY, nodeId));
    }
    write("k", 100);
    assertThat(hints()).isEqualTo(100);
    cuts.forEach(Undo::undo);
    cluster.runForMs(8_000);
    assertThat(held(AWAY)).isEqualTo(keys);
    assertThat(hints()).isZero();
  }

  @Test
  void aReplicaWhoseDiskIsFullIsBroughtWhatItMissedOnceThereIsRoom() {
    started(HintSettings.DEFAULT);
    cluster.disk(AWAY).limitBytes(cluster.disk(AWAY).usedBytes());
    write("k", 200);
    assertThat(hints()).isPositive();
    cluster.disk(AWAY).limitBytes(Long.MAX_VALUE);
    cluster.runForMs(12_000);
    assertThat(held(AWAY)).isEqualTo(keys);
    assertThat(hints()).isZero();
  }
}
