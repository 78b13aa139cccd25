package io.atoll.storage.engine;

import static io.atoll.storage.engine.StorageEngineTest.key;
import static io.atoll.storage.engine.StorageEngineTest.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.Durability;
import io.atoll.storage.RangeIngest;
import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/** What a {@link ShardListener} is told: see {@link ListenerTrial} for everything at once. */
class ShardListenerTest {
  private static final StorageSettings SETTINGS =
      TestNode.SETTINGS.with(TestNode.SETTINGS.shards().withCount(1));

  private final SimDisk disk = new SimDisk("disk");
  private ShardMirror mirror;
  private TestNode node;

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void aMirrorByEventsAloneIsWhatTheShardHolds(@ForAll long seed) {
    run(seed);
  }

  @Tag("slow")
  @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
  void aMirrorByEventsAloneIsWhatTheShardHoldsWhateverHappens(@ForAll long seed) {
    run(seed);
  }

  private static List<String> run(long seed) {
    ListenerTrial trial = new ListenerTrial(seed);
    for (int i = 0; i < 150; i++) {
      trial.step();
    }
    trial.finish();
    return trial.told;
  }

  @Test
  void theTrialsReachEveryKindOfChange() {
    List<String> told = new ArrayList<>();
    for (long seed = 1; seed <= 20; seed++) {
      told.addAll(run(seed));
    }
    for (String kind :
        List.of("opened", "changed", "overwritten", "dropped", "reread", "flushed")) {
      assertThat(told).anyMatch(event -> event.startsWith(kind));
    }
    String oneToken = "reread " + TokenRange.closed(1L << 61, 1L << 61);
    assertThat(told).as("what compaction gave up").contains(oneToken);
  }

  @Test
  void powerMayFailAtEveryOperationOfTheDisk() {
    long operation = 1;
    while (new ListenerTrial(3).dieAt(operation)) {
      operation++;
    }
    assertThat(operation).isGreaterThan(150);
  }

  private void open() {
    open(disk);
  }

  private void open(SimDisk disk) {
    node =
        TestNode.starting(
            disk,
            TestNode.OWNER,
            SETTINGS,
            1,
            null,
            shard -> mirror = new ShardMirror(disk, shard, () -> node.engine().shard(shard)));
    node.run();
    node.engine();
    node.on(
        0,
        () -> {
          mirror.started();
          return null;
        });
  }

  private void put(int token, String text) {
    Future<byte[]> put =
        node.on(
            0,
            () ->
                node.engine()
                    .shard(0)
                    .put(key(1, token), Durability.SYNCED, text == null ? null : value(text)));
    node.run();
    assertThat(put.cause()).isNull();
  }

  private void flush() {
    node.on(0, () -> node.engine().shard(0).flush());
    node.run();
  }

  @Test
  void aStartTellsWhatOnlyTheLogHasOnTopOfTheTables() {
    open();
    put(1, "in a table");
    flush();
    assertThat(mirror.told).containsExactly("opened 1", "changed", "rotated 2", "flushed 2");
    put(1, "in the log");
    put(1, "written over");
    put(2, null);
    disk.crash(new SplittableRandom(1));
    open();
    assertThat(mirror.told).containsExactly("opened 2", "changed", "changed", "changed");
    assertThat(mirror.content).containsOnlyKeys(key(1, 1));
    assertThat(mirror.content.get(key(1, 1))).isEqualTo(value("written over"));
  }

  @Test
  void whatWasUndoneIsNeverTold() {
    open();
    disk.script(SimDisk.Script.failAll(SimDisk.Operation.Kind.SYNC));
    Future<byte[]> undone = node.put(0, key(1, 1), value("undone"));
    node.run();
    assertThat(undone.failed()).isTrue();
    disk.script(null);
    node.pass(1_000);
    put(1, "after");
    assertThat(mirror.told).containsExactly("opened 1", "changed");
    assertThat(mirror.content.get(key(1, 1))).isEqualTo(value("after"));
  }

  @Test
  void aLossIsToldOnceAndARepairHasTheRangeReadAnew() {
    open();
    for (int i = 0; i < 20; i++) {
      put(i, "value " + i);
    }
    flush();
    disk.flipBit("shard-000/0000000001.table", 100 * 8);
    assertThat(mirror.lost).isEmpty();
    for (int i = 0; i < 3; i++) {
      Future<byte[]> read = node.get(0, key(1, 5));
      node.run();
      assertThat(read.failed()).isTrue();
    }
    assertThat(mirror.told.stream().filter(event -> event.startsWith("lost"))).hasSize(1);
    assertThat(mirror.isLost(key(1, 5))).isTrue();
    put(5, "new");
    assertThat(mirror.told.getLast()).isEqualTo("overwritten");
    Future<Void> repaired = node.on(0, () -> node.engine().shard(0).repaired(1, TokenRange.RING));
    node.run();
    assertThat(repaired.succeeded()).isTrue();
    assertThat(mirror.told.getLast()).isEqualTo("reread " + TokenRange.RING);
    assertThat(mirror.lost).isEmpty();
    assertThat(mirror.isSettled()).isTrue();
    assertThat(mirror.content.get(key(1, 5))).isEqualTo(value("new"));
  }

  /** An update that found nothing, while a table with its key was about to be taken in. */
  @Test
  void aWriteUnderWayWhileARangeIsTakenInTellsWhatItReplaces() {
    int told = 0;
    for (int steps = 0; steps < 40; steps++) {
      SimDisk fresh = new SimDisk("disk");
      open(fresh);
      Future<Void> ingested = node.on(0, this::ingestOne);
      for (int i = 0; i < steps; i++) {
        node.step();
      }
      node.put(0, key(1, 5), value("written"));
      boolean ran = true;
      while (ran) {
        ran = node.stepFlusher() | node.stepLoop(0);
      }
      boolean isUnderWay = mirror.told.contains("reread " + TokenRange.RING);
      node.run();
      assertThat(mirror.content.get(key(1, 5))).isEqualTo(value("written"));
      told += ingested.succeeded() && isUnderWay ? 1 : 0;
    }
    assertThat(told).isPositive();
  }

  private Future<Void> ingestOne() {
    RangeIngest ingest = node.engine().shard(0).ingest(1, TokenRange.RING);
    StorageKey key = key(1, 5);
    ingest.add(List.of(new RangeIngest.Entry(5, key.key(), value("taken in"))));
    return ingest.finish();
  }
}
