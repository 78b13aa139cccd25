package io.atoll.storage.engine;

import static io.atoll.storage.engine.StorageEngineTest.key;
import static io.atoll.storage.engine.StorageEngineTest.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.sim.SimDisk;
import io.atoll.sim.SimDisk.Operation.Kind;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageStats;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the engine promises while the disk fails under it. */
class FailingDiskTest {
  private final SimDisk disk = new SimDisk("disk");

  private static StorageException.Reason reason(Future<?> failed) {
    return ((StorageException) failed.cause()).reason();
  }

  @Test
  void aFailedSyncUndoesWhatWasPending() {
    TestNode node = TestNode.open(disk);
    node.put(0, key(1, 1), value("old"));
    node.run();
    disk.script(SimDisk.Script.failAll(Kind.SYNC));
    Future<byte[]> write = node.put(0, key(1, 1), value("new"));
    Future<byte[]> read = node.get(0, key(1, 1));
    Future<byte[]> unchanged =
        node.on(0, () -> node.engine().shard(0).update(key(1, 1), before -> before));
    node.stepWorker();
    Future<byte[]> behind = node.put(0, key(1, 1), value("behind"));
    Future<byte[]> elsewhere = node.put(1, key(1, 1), value("elsewhere"));
    node.run();
    for (Future<?> failed : List.of(write, unchanged, behind, elsewhere)) {
      assertThat(reason(failed)).isEqualTo(Reason.LOG_FAILED);
    }
    assertThat(read.result()).isEqualTo(value("old"));
    assertThat(node.get(0, key(1, 1)).result()).isEqualTo(value("old"));
    assertThat(reason(node.put(0, key(1, 2), value("x")))).isEqualTo(Reason.LOG_FAILED);
    assertThat(reason(node.drop(0, 1))).isEqualTo(Reason.LOG_FAILED);
    assertThat(node.engine().stats().readOnly()).contains("disk");
  }

  @Test
  void writesGoOnInANewSegmentOnceTheDiskWorksAgain() {
    TestNode node = TestNode.open(disk);
    node.put(0, key(1, 1), value("old"));
    node.run();
    disk.script(SimDisk.Script.failAll(Kind.SYNC));
    Future<byte[]> lost = node.put(0, key(1, 1), value("lost"));
    node.run();
    node.pass(1_000);
    assertThat(reason(node.put(0, key(1, 2), value("x")))).isEqualTo(Reason.LOG_FAILED);
    disk.script(null);
    node.pass(1_000);
    assertThat(node.engine().stats().readOnly()).isNull();
    List<byte[]> seen = new ArrayList<>();
    Future<byte[]> after =
        node.on(
            0,
            () ->
                node.engine()
                    .shard(0)
                    .update(
                        key(1, 1),
                        before -> {
                          seen.add(before);
                          return value("after");
                        }));
    node.run();
    assertThat(lost.failed()).isTrue();
    assertThat(seen).containsExactly(value("old"));
    assertThat(after.succeeded()).isTrue();
    disk.crash(new SplittableRandom(1));
    assertThat(TestNode.open(disk).get(0, key(1, 1)).result()).isEqualTo(value("after"));
  }

  /** What was undone had a dot, and others may have seen it: that dot must not be made again. */
  @Test
  void aRunInWhichTheLogFailedEndsItsGenerationEvenWhenItStopsInGoodOrder() {
    TestNode node = TestNode.open(disk);
    disk.script(SimDisk.Script.failAll(Kind.SYNC));
    node.put(0, key(1, 1), value("undone"));
    node.run();
    disk.script(null);
    node.pass(1_000);
    assertThat(node.engine().stats().readOnly()).isNull();
    node.close();
    assertThat(TestNode.open(disk).engine().generation()).isEqualTo(2);
  }

  /** Loop 1 stands still while the log fails and recovers, so it builds on what never was. */
  @Test
  void aLoopThatHearsOfAFailureLateBuildsNothingOnIt() {
    TestNode node = TestNode.open(disk);
    disk.script(SimDisk.Script.failAll(Kind.SYNC));
    Future<byte[]> first = append(node, "a", new ArrayList<>());
    node.stepWorker();
    disk.script(null);
    runLoop0AndWorker(node);
    node.advance(1_000);
    runLoop0AndWorker(node);
    assertThat(node.engine().stats().readOnly()).isNull();
    List<String> seen = new ArrayList<>();
    Future<byte[]> second = append(node, "b", seen);
    runLoop0AndWorker(node);
    assertThat(seen).as("loop 1 has not heard yet").containsExactly("a");
    node.stepLoop(1);
    node.stepLoop(1);
    assertThat(first.failed()).isTrue();
    assertThat(second.isComplete()).isFalse();
    Future<byte[]> third = append(node, "c", seen);
    node.run();
    assertThat(second.failed()).isTrue();
    assertThat(seen).containsExactly("a", "");
    assertThat(third.result()).isEqualTo(value("c"));
    disk.crash(new SplittableRandom(1));
    assertThat(TestNode.open(disk).get(1, key(1, 1)).result()).isEqualTo(value("c"));
  }

  private static void runLoop0AndWorker(TestNode node) {
    while (node.stepLoop(0) || node.stepWorker()) {
      // until both are idle
    }
  }

  /** Appends to a key of shard 1, and tells what was there. */
  private static Future<byte[]> append(TestNode node, String text, List<String> seen) {
    return node.on(
        1,
        () ->
            node.engine()
                .shard(1)
                .update(
                    key(1, 1),
                    before -> {
                      String old = before == null ? "" : new String(before, StandardCharsets.UTF_8);
                      seen.add(old);
                      return value(old + text);
                    }));
  }

  @Test
  void whatAFailedSyncLeftBehindNeverComesBackOnceASegmentFollowed() {
    for (int seed = 0; seed < 50; seed++) {
      SimDisk fresh = new SimDisk("disk");
      TestNode node = TestNode.open(fresh);
      fresh.script(SimDisk.Script.failAll(Kind.SYNC));
      node.put(0, key(1, 1), value("lost"));
      node.run();
      fresh.script(null);
      node.pass(1_000);
      node.put(0, key(1, 2), value("kept"));
      node.run();
      fresh.crash(new SplittableRandom(seed));
      TestNode again = TestNode.open(fresh);
      assertThat(again.get(0, key(1, 1)).result()).isNull();
      assertThat(again.get(0, key(1, 2)).result()).isEqualTo(value("kept"));
    }
  }

  /** The cache of the operating system shows what a failed sync never stored. */
  @Test
  void whatOnlyTheCacheHoldsIsStoredBeforeItIsServed() {
    for (int seed = 0; seed < 50; seed++) {
      SimDisk fresh = new SimDisk("disk");
      TestNode node = TestNode.open(fresh);
      fresh.script(SimDisk.Script.failAll(Kind.SYNC));
      node.put(0, key(1, 1), value("in doubt"));
      node.run();
      fresh.kill();
      fresh.script(null);
      byte[] served = TestNode.open(fresh).get(0, key(1, 1)).result();
      fresh.crash(new SplittableRandom(seed));
      assertThat(TestNode.open(fresh).get(0, key(1, 1)).result()).isEqualTo(served);
    }
  }

  @Test
  void aFullDiskRefusesWritesClearlyAndEndsWithoutARestart() {
    TestNode node = TestNode.open(disk, TestNode.withBatchBytes(2_000));
    disk.limitBytes(10_000);
    List<Integer> acknowledged = new ArrayList<>();
    Future<byte[]> refused = null;
    for (int i = 0; refused == null; i++) {
      Future<byte[]> write = node.put(0, key(1, i), new byte[500]);
      node.run();
      if (write.succeeded()) {
        acknowledged.add(i);
      } else {
        refused = write;
      }
    }
    assertThat(reason(refused)).isEqualTo(Reason.DISK_FULL);
    assertThat(refused.cause()).hasMessageContaining("full").hasMessageContaining("disk");
    assertThat(acknowledged).hasSizeGreaterThan(10);
    node.pass(5_000);
    assertThat(reason(node.put(0, key(1, 99), value("x")))).isEqualTo(Reason.DISK_FULL);
    disk.limitBytes(100_000);
    node.pass(1_000);
    Future<byte[]> after = node.put(0, key(1, 100), value("room"));
    node.run();
    assertThat(after.succeeded()).isTrue();
    disk.crash(new SplittableRandom(2));
    TestNode again = TestNode.open(disk);
    for (int i : acknowledged) {
      assertThat(again.get(0, key(1, i)).result()).hasSize(500);
    }
    assertThat(again.get(0, key(1, 100)).result()).isEqualTo(value("room"));
  }

  @Test
  void aStopAfterAFailureIsNotClean() {
    TestNode node = TestNode.open(disk);
    disk.script(SimDisk.Script.failAll(Kind.SYNC));
    node.put(0, key(1, 1), value("x"));
    node.run();
    disk.script(null);
    node.close();
    assertThat(TestNode.open(disk).engine().generation()).isEqualTo(2);
  }

  @Test
  void aBufferedWriteIsAcknowledgedAtOnceAndSyncedWithinTheWindow() {
    TestNode node = TestNode.open(disk);
    long syncs = disk.syncs();
    Future<byte[]> write = node.putBuffered(0, key(1, 1), value("soon"));
    node.run();
    assertThat(write.result()).isEqualTo(value("soon"));
    assertThat(node.get(0, key(1, 1)).result()).isEqualTo(value("soon"));
    assertThat(disk.syncs()).isEqualTo(syncs);
    node.pass(10);
    assertThat(disk.syncs()).isEqualTo(syncs + 1);
    disk.crash(new SplittableRandom(1));
    assertThat(TestNode.open(disk).get(0, key(1, 1)).result()).isEqualTo(value("soon"));
  }

  @Test
  void aSyncedWriteTakesTheBufferedOnesBeforeItWithIt() {
    TestNode node = TestNode.open(disk);
    node.putBuffered(0, key(1, 1), value("first"));
    node.run();
    node.put(0, key(1, 2), value("second"));
    node.run();
    disk.crash(new SplittableRandom(1));
    assertThat(TestNode.open(disk).get(0, key(1, 1)).result()).isEqualTo(value("first"));
  }

  @Test
  void bufferedWritesAreSyncedByACleanStop() {
    TestNode node = TestNode.open(disk);
    node.putBuffered(0, key(1, 1), value("soon"));
    node.run();
    node.close();
    disk.crash(new SplittableRandom(1));
    TestNode again = TestNode.open(disk);
    assertThat(again.get(0, key(1, 1)).result()).isEqualTo(value("soon"));
    assertThat(again.engine().generation()).isEqualTo(1);
  }

  @Test
  void aFailedSyncAfterTheAcknowledgementLosesNothingOnceTheDiskWorksAgain() {
    for (int seed = 0; seed < 30; seed++) {
      SimDisk fresh = new SimDisk("disk");
      TestNode node = TestNode.open(fresh, TestNode.withSegmentBytes(4_096));
      node.putBuffered(0, key(1, 1), value("told"));
      node.run();
      fresh.script(SimDisk.Script.failAll(Kind.SYNC));
      node.pass(10);
      assertThat(node.get(0, key(1, 1)).result()).isEqualTo(value("told"));
      assertThat(reason(node.putBuffered(0, key(1, 2), value("x")))).isEqualTo(Reason.LOG_FAILED);
      fresh.script(null);
      node.pass(1_000);
      assertThat(node.engine().stats().readOnly()).isNull();
      fresh.crash(new SplittableRandom(seed));
      assertThat(TestNode.open(fresh, TestNode.withSegmentBytes(4_096)).get(0, key(1, 1)).result())
          .isEqualTo(value("told"));
    }
  }

  @Test
  void theLogCountsWhatItDoes() {
    TestNode node = TestNode.open(disk);
    node.putBuffered(0, key(1, 1), value("a"));
    node.putBuffered(1, key(1, 1), value("b"));
    assertThat(node.log().queuedWrites()).isEqualTo(2);
    node.run();
    assertThat(node.log().queuedWrites()).isZero();
    node.put(0, key(1, 2), value("c"));
    node.run();
    StorageStats stats = node.stats();
    assertThat(stats.value(StorageMetric.WRITES)).isEqualTo(3);
    assertThat(stats.value(StorageMetric.WRITES_BUFFERED)).isEqualTo(2);
    assertThat(stats.value(StorageMetric.LOG_BATCHES)).isEqualTo(2);
    assertThat(stats.value(StorageMetric.LOG_BATCH_MAX)).isEqualTo(2);
    assertThat(stats.value(StorageMetric.SYNCS)).isEqualTo(1);
    assertThat(stats.value(StorageMetric.LOG_HELD_BYTES))
        .isEqualTo(node.log().bytes())
        .isGreaterThan(100);
  }
}
