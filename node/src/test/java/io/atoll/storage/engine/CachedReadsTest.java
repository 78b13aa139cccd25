package io.atoll.storage.engine;

import static io.atoll.storage.engine.StorageEngineTest.key;
import static io.atoll.storage.engine.StorageEngineTest.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.Durability;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageShard;
import io.atoll.storage.shard.LsmShard;
import io.atoll.storage.table.TableSettings;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A loop never waits: what memory holds is answered at once, whatever the workers are doing. */
class CachedReadsTest {
  private static final int ENTRIES = 40;
  private static final StorageSettings SETTINGS =
      StorageModelTest.SETTINGS
          .with(TestNode.SETTINGS.shards().withCount(1).withMemtableBytes(1 << 20))
          .with(TableSettings.DEFAULT.withBlockBytes(256));

  private final SimDisk disk = new SimDisk("disk");
  private TestNode node = TestNode.open(disk, SETTINGS);

  private StorageShard shard() {
    return node.engine().shard(0);
  }

  private Future<byte[]> put(int token, String text) {
    return node.on(0, () -> shard().put(key(1, token), Durability.SYNCED, value(text)));
  }

  private Future<byte[]> append(int token, String text) {
    return node.on(
        0,
        () ->
            shard()
                .update(
                    key(1, token),
                    before ->
                        value(
                            (before == null ? "" : new String(before, StandardCharsets.UTF_8))
                                + text)));
  }

  private Future<byte[]> get(int token) {
    return node.on(0, () -> shard().get(key(1, token)));
  }

  private long waitedReads() {
    return ((LsmShard) shard()).store().reads().readsWaited();
  }

  /** Everything in one table, nothing of it in the cache, and a disk that takes its time. */
  private void inAColdTable() {
    for (int i = 0; i < ENTRIES; i++) {
      put(i, "v" + i);
    }
    node.run();
    node.on(0, () -> shard().flush());
    node.run();
    node.close();
    node = TestNode.open(disk, SETTINGS);
    disk.answersNow(() -> false);
  }

  @Test
  void memtableAndCachedKeysAreAnsweredWithinTheCallWhileAllWorkersAreBusy() {
    inAColdTable();
    Future<byte[]> warm = get(0);
    node.run();
    assertThat(warm.result()).isEqualTo(value("v0"));
    put(100, "in memory");
    node.runLoopsAndLog();
    Future<Void> flush = node.on(0, () -> shard().flush());
    put(101, "in the next memtable");
    node.runLoopsAndLog();
    Future<byte[]> cold = get(ENTRIES - 1);
    node.runLoopsAndLog();
    assertThat(flush.isComplete()).isFalse();
    assertThat(cold.isComplete()).isFalse();
    assertThat(get(0).result()).isEqualTo(value("v0"));
    assertThat(get(100).result()).isEqualTo(value("in memory"));
    assertThat(get(101).result()).isEqualTo(value("in the next memtable"));
    assertThat(append(0, "!").isComplete()).isFalse();
    node.runLoopsAndLog();
    assertThat(get(0).result()).isEqualTo(value("v0!"));
    node.run();
    assertThat(flush.succeeded()).isTrue();
    assertThat(cold.result()).isEqualTo(value("v" + (ENTRIES - 1)));
  }

  @Test
  void everyKeyOfMemoryIsAnsweredWithinTheCallAtEachStepOfFlushesAndCompactions() {
    disk.answersNow(() -> true);
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < ENTRIES; i++) {
        put(i, "round " + round);
      }
      node.runLoopsAndLog();
      node.on(0, () -> shard().flush());
      do {
        node.runLoopsAndLog();
        for (int i = 0; i < ENTRIES; i++) {
          assertThat(get(i).result()).isEqualTo(value("round " + round));
        }
      } while (node.stepFlusher() || node.stepCompaction());
    }
    assertThat(node.stats().value(StorageMetric.COMPACTIONS)).isPositive();
  }

  @Test
  void readsOfOneBlockThatAreWantedTogetherAreOne() {
    inAColdTable();
    List<Future<byte[]>> reads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      reads.add(get(0));
    }
    reads.add(get(1));
    assertThat(waitedReads()).isEqualTo(1);
    assertThat(reads).noneMatch(Future::isComplete);
    node.stepReader();
    assertThat(node.stepReader()).isFalse();
    node.runLoopsAndLog();
    for (int i = 0; i < 10; i++) {
      assertThat(reads.get(i).result()).isEqualTo(value("v0"));
    }
    assertThat(reads.getLast().result()).isEqualTo(value("v1"));
    assertThat(get(0).isComplete()).isTrue();
    assertThat(waitedReads()).isEqualTo(1);
  }

  @Test
  void anUpdateThatWaitsForTheDiskKeepsTheOrderOfCallsOfItsKey() {
    inAColdTable();
    Future<byte[]> first = append(0, "a");
    Future<byte[]> second = append(0, "b");
    Future<byte[]> put = put(0, "new");
    Future<byte[]> third = append(0, "c");
    Future<byte[]> elsewhere = put(200, "other");
    node.runLoopsAndLog();
    assertThat(elsewhere.succeeded()).as("other keys go on").isTrue();
    assertThat(List.of(first, second, put, third)).noneMatch(Future::isComplete);
    node.run();
    assertThat(first.result()).isEqualTo(value("v0a"));
    assertThat(second.result()).isEqualTo(value("v0ab"));
    assertThat(put.result()).isEqualTo(value("new"));
    assertThat(third.result()).isEqualTo(value("newc"));
    assertThat(get(0).result()).isEqualTo(value("newc"));
    disk.crash(new java.util.SplittableRandom(1));
    disk.answersNow(() -> true);
    node = TestNode.open(disk, SETTINGS);
    assertThat(get(0).result()).isEqualTo(value("newc"));
  }

  @Test
  void aDropFailsTheUpdatesThatWaitInItsRangeAndNoOthers() {
    inAColdTable();
    Future<byte[]> within = append(0, "a");
    Future<byte[]> putBehind = put(0, "b");
    Future<byte[]> outside = append(ENTRIES - 1, "c");
    Future<Void> dropped = node.on(0, () -> shard().dropRange(1, new TokenRange(0, 10)));
    for (Future<?> failed : List.of(within, putBehind)) {
      assertThat(((StorageException) failed.cause()).reason()).isEqualTo(Reason.DROPPED);
    }
    Future<byte[]> after = append(0, "d");
    node.run();
    assertThat(dropped.succeeded()).isTrue();
    assertThat(after.result()).isEqualTo(value("d"));
    assertThat(outside.result()).isEqualTo(value("v" + (ENTRIES - 1) + "c"));
    Future<byte[]> read = get(0);
    node.run();
    assertThat(read.result()).isEqualTo(value("d"));
  }
}
