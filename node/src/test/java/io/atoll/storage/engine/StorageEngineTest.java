package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageShard;
import io.atoll.storage.commit.PendingWrites;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the engine promises while nothing goes wrong with the disk. */
class StorageEngineTest {
  private final SimDisk disk = new SimDisk("disk");

  static StorageKey key(int keyspaceId, long token) {
    return new StorageKey(keyspaceId, token, ("k" + token).getBytes(StandardCharsets.UTF_8));
  }

  static byte[] value(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatWasWrittenIsReadAgainAlsoAfterARestart() {
    TestNode node = TestNode.open(disk);
    Future<byte[]> written = node.put(1, key(1, 5), value("five"));
    node.run();
    assertThat(written.result()).isEqualTo(value("five"));
    assertThat(node.get(1, key(1, 5)).result()).isEqualTo(value("five"));
    assertThat(node.get(0, key(1, 5)).result()).isNull();
    assertThat(node.get(1, key(2, 5)).result()).isNull();
    node.close();

    TestNode again = TestNode.open(disk);
    assertThat(again.get(1, key(1, 5)).result()).isEqualTo(value("five"));
    assertThat(again.stats().value(StorageMetric.KEYS)).isEqualTo(1);
    assertThat(again.stats().value(StorageMetric.LOG_DROPPED_BYTES)).isZero();
  }

  @Test
  void nothingIsShownBeforeItIsSynced() {
    TestNode node = TestNode.open(disk);
    node.put(0, key(1, 5), value("old"));
    node.run();
    Future<byte[]> update = node.put(0, key(1, 5), value("new"));
    Future<byte[]> read = node.get(0, key(1, 5));
    List<String> scanned = new ArrayList<>();
    node.on(
        0,
        () ->
            node.engine()
                .shard(0)
                .scan(
                    ScanRange.all(1),
                    (token, key, value) -> scanned.add(new String(value, StandardCharsets.UTF_8))));
    assertThat(update.isComplete()).isFalse();
    assertThat(read.isComplete()).isFalse();
    assertThat(scanned).containsExactly("old");
    long syncs = disk.syncs();
    node.stepWorker();
    assertThat(disk.syncs()).isEqualTo(syncs + 1);
    node.run();
    assertThat(update.result()).isEqualTo(value("new"));
    assertThat(read.result()).isEqualTo(value("new"));
  }

  @Test
  void updatesSeeWhatIsPending() {
    TestNode node = TestNode.open(disk);
    StorageShard shard = node.engine().shard(0);
    List<Future<byte[]>> updates = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String suffix = Integer.toString(i);
      updates.add(
          node.on(
              0,
              () ->
                  shard.update(
                      key(1, 1),
                      before ->
                          value(
                              (before == null ? "" : new String(before, StandardCharsets.UTF_8))
                                  + suffix))));
    }
    node.run();
    assertThat(node.get(0, key(1, 1)).result()).isEqualTo(value("0123456789"));
    for (int i = 0; i < 10; i++) {
      assertThat(updates.get(i).result()).isEqualTo(value("0123456789".substring(0, i + 1)));
    }
  }

  @Test
  void anUpdateThatWritesNothingWaitsForTheStateItSaw() {
    TestNode node = TestNode.open(disk);
    StorageShard shard = node.engine().shard(0);
    assertThat(node.on(0, () -> shard.update(key(1, 1), before -> before)).succeeded()).isTrue();
    node.put(0, key(1, 1), value("x"));
    Future<byte[]> same = node.on(0, () -> shard.update(key(1, 1), before -> before));
    assertThat(same.isComplete()).isFalse();
    node.run();
    assertThat(same.result()).isEqualTo(value("x"));
    assertThat(node.stats().value(StorageMetric.WRITES)).isEqualTo(1);
  }

  @Test
  void whatWaitsTogetherSharesOneSync() {
    TestNode node = TestNode.open(disk);
    long before = disk.syncs();
    node.put(0, key(1, 0), value("first"));
    node.stepWorker();
    for (int i = 0; i < 300; i++) {
      node.put(i % 3, key(1, i), value("v" + i));
    }
    node.run();
    assertThat(disk.syncs()).isEqualTo(before + 2);
    assertThat(node.stats().value(StorageMetric.WRITES)).isEqualTo(301);
    assertThat(node.stats().value(StorageMetric.SYNCS)).isEqualTo(2);
  }

  @Test
  void aFullBatchLeavesTheRestToTheNext() {
    TestNode node = TestNode.open(disk, TestNode.withBatchBytes(1_000));
    long before = disk.syncs();
    List<Future<byte[]>> writes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      writes.add(node.put(0, key(1, i), new byte[100]));
    }
    node.run();
    assertThat(disk.syncs() - before).isBetween(3L, 5L);
    assertThat(writes).allMatch(Future::succeeded);
  }

  @Test
  void anUpdateOfAnAbsentKeySeesNothingOfTheKeyReadBefore() {
    TestNode node = TestNode.open(disk);
    node.put(0, key(1, 1), value("x"));
    node.run();
    assertThat(node.get(0, key(1, 1)).result()).isEqualTo(value("x"));
    List<byte[]> seen = new ArrayList<>();
    node.on(
        0,
        () ->
            node.engine()
                .shard(0)
                .update(
                    key(1, 2),
                    before -> {
                      seen.add(before);
                      return value("y");
                    }));
    assertThat(seen).containsExactly((byte[]) null);
  }

  @Test
  void aKeyCanBeRemoved() {
    TestNode node = TestNode.open(disk);
    node.put(0, key(1, 1), value("x"));
    node.put(0, key(1, 2), value("y"));
    Future<byte[]> removed = node.put(0, key(1, 1), null);
    node.run();
    assertThat(removed.succeeded()).isTrue();
    assertThat(node.get(0, key(1, 1)).result()).isNull();
    node.close();
    TestNode again = TestNode.open(disk);
    assertThat(again.get(0, key(1, 1)).result()).isNull();
    assertThat(again.get(0, key(1, 2)).result()).isEqualTo(value("y"));
  }

  @Test
  void aDroppedKeyspaceIsGoneAndBeginsAnew() {
    TestNode node = TestNode.open(disk);
    node.put(0, key(1, 1), value("durable"));
    node.put(0, key(2, 1), value("other"));
    node.run();
    node.put(0, key(1, 2), value("pending"));
    Future<Void> dropped = node.drop(0, 1);
    Future<byte[]> hidden = node.get(0, key(1, 1));
    assertThat(hidden.isComplete()).isFalse();
    List<byte[]> seen = new ArrayList<>();
    node.on(
        0,
        () ->
            node.engine()
                .shard(0)
                .update(
                    key(1, 2),
                    before -> {
                      seen.add(before);
                      return value("anew");
                    }));
    node.run();
    assertThat(dropped.succeeded()).isTrue();
    assertThat(hidden.result()).isNull();
    assertThat(seen).containsExactly((byte[]) null);
    for (TestNode each : List.of(node, TestNode.open(crashed()))) {
      assertThat(each.get(0, key(1, 1)).result()).isNull();
      assertThat(each.get(0, key(1, 2)).result()).isEqualTo(value("anew"));
      assertThat(each.get(0, key(2, 1)).result()).isEqualTo(value("other"));
    }
  }

  @Test
  void aScanIsOrderedByUnsignedTokenAndResumes() {
    TestNode node = TestNode.open(disk);
    SplittableRandom random = new SplittableRandom(1);
    List<Long> tokens = new ArrayList<>(List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE));
    for (int i = 0; i < 1_000; i++) {
      tokens.add(random.nextLong());
    }
    tokens.forEach(token -> node.put(0, key(1, token), value("v")));
    node.run();
    tokens.sort(Long::compareUnsigned);
    List<Long> found = new ArrayList<>();
    ScanRange range = ScanRange.all(1);
    while (range != null) {
      ScanRange now = range;
      int full = found.size() + 7;
      StorageKey stopped =
          node.on(
              0,
              () ->
                  node.engine()
                      .shard(0)
                      .scan(
                          now,
                          (token, key, value) -> {
                            found.add(token);
                            return found.size() < full;
                          })
                      .result());
      range = stopped == null ? null : range.resumeAfter(stopped);
    }
    assertThat(found).isEqualTo(tokens);
  }

  @Test
  void aScanEndsBeforeItsEndToken() {
    TestNode node = TestNode.open(disk);
    for (long token : new long[] {10, 20, 30, -5}) {
      node.put(0, key(1, token), value("v"));
    }
    node.run();
    assertThat(tokens(node, ScanRange.of(1, new TokenRange(10, 30)))).containsExactly(10L, 20L);
    assertThat(tokens(node, ScanRange.of(1, new TokenRange(11, 0)))).containsExactly(20L, 30L, -5L);
    assertThat(tokens(node, ScanRange.of(1, new TokenRange(21, 30)))).isEmpty();
    assertThat(tokens(node, ScanRange.of(2, TokenRange.RING))).isEmpty();
  }

  @Test
  void writesThatCannotBeFlushedFillTheMemoryAndAreRefusedByName() {
    TestNode node =
        TestNode.open(
            disk, TestNode.SETTINGS.with(TestNode.SETTINGS.shards().withMemtableBytes(60_000)));
    disk.script(
        operation ->
            operation.name().endsWith(".table") ? SimDisk.Fate.FAIL : SimDisk.Fate.SUCCEED);
    Future<byte[]> last = null;
    for (int i = 0; i < 1_000; i++) {
      last = node.put(i % 3, key(1, i), new byte[100]);
      node.run();
    }
    StorageException refusal = (StorageException) last.cause();
    assertThat(refusal.reason()).isEqualTo(Reason.MEMTABLE_FULL);
    assertThat(refusal).hasMessageContaining("memtableBytes = 60000");
    assertThat(node.get(0, key(1, 0)).result()).isNotNull();
    assertThat(node.stats().value(StorageMetric.BACKGROUND_FAILING)).isPositive();
    disk.script(null);
    node.pass(1_000);
    Future<byte[]> written = node.put(0, key(1, 1), value("x"));
    node.run();
    assertThat(written.failed()).isFalse();
    assertThat(node.stats().value(StorageMetric.BACKGROUND_FAILING)).isZero();
    assertThat(node.stats().value(StorageMetric.FLUSHES)).isPositive();
  }

  @Test
  void writesThatWaitForTheDiskTakeOfTheMemoryForWrites() {
    StorageSettings.Shards shards = TestNode.SETTINGS.shards().withMemtableBytes(60_000);
    TestNode node = TestNode.open(disk, TestNode.SETTINGS.with(shards));
    List<Future<byte[]>> taken = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Future<byte[]> put = node.put(i % 3, key(1, i), new byte[100]);
      if (put.failed()) {
        assertThat(put.cause()).hasMessageContaining("memtableBytes = 60000");
      } else {
        taken.add(put);
      }
    }
    assertThat(taken).as("at 100 bytes and what they cost").hasSizeBetween(150, 400);
    node.run();
    node.pass(1_000);
    assertThat(taken).as("late, for they were many").allMatch(Future::succeeded);
    assertThat(node.put(0, key(1, 1), value("x")).failed()).isFalse();
  }

  @Test
  void whatWaitedIsGivenBackWhenTheLogFails() {
    StorageSettings.Shards shards = TestNode.SETTINGS.shards().withMemtableBytes(60_000);
    TestNode node = TestNode.open(disk, TestNode.SETTINGS.with(shards));
    disk.script(operation -> SimDisk.Fate.FAIL);
    for (int i = 0; i < 1_000; i++) {
      node.put(i % 3, key(1, i), new byte[100]);
    }
    node.run();
    disk.script(null);
    node.pass(2_000);
    Future<byte[]> written = node.put(0, key(1, 1), value("x"));
    node.run();
    assertThat(written.succeeded()).as("%s", written.cause()).isTrue();
  }

  @Test
  void writesThatWaitTooLongAreRefused() {
    TestNode node =
        TestNode.open(
            disk, TestNode.SETTINGS.with(TestNode.SETTINGS.shards().withPendingLimitBytes(10_000)));
    Future<byte[]> refused = null;
    for (int i = 0; i < 100; i++) {
      refused = node.put(0, key(1, i), new byte[100]);
    }
    assertThat(((StorageException) refused.cause()).reason()).isEqualTo(Reason.OVERLOADED);
    assertThat(node.put(1, key(1, 1), value("another shard")).failed()).isFalse();
    node.run();
    assertThat(node.put(0, key(1, 99), value("later")).failed()).isFalse();
  }

  @Test
  void aShardKnowsOfWhichKeyspacesItHoldsAnything() {
    TestNode node = TestNode.open(disk);
    node.put(0, key(7, 1), value("in a table"));
    node.put(0, key(5, 1), value("in a table and dropped"));
    node.run();
    node.on(0, () -> node.engine().shard(0).flush());
    node.run();
    node.put(0, key(3, 1), value("in memory"));
    node.put(1, key(9, 1), value("elsewhere"));
    node.run();
    assertThat(keyspaces(node)).containsExactly(3, 5, 7);
    node.drop(0, 5);
    node.drop(0, 3);
    node.settle();
    assertThat(keyspaces(node)).containsExactly(7);
  }

  private static List<Integer> keyspaces(TestNode node) {
    return node.on(0, () -> node.engine().shard(0).keyspaces());
  }

  @Test
  void moreDropsUnderWayThanReadsCanLookThroughAreRefused() {
    TestNode node = TestNode.open(disk);
    node.put(0, key(100, 1), value("kept"));
    node.run();
    List<Future<Void>> dropped = new ArrayList<>();
    for (int i = 0; i < PendingWrites.MAX_DROPS; i++) {
      dropped.add(node.drop(0, 1 + i));
    }
    Future<Void> refused = node.drop(0, 100);
    StorageException cause = (StorageException) refused.cause();
    assertThat(cause.reason()).isEqualTo(Reason.OVERLOADED);
    assertThat(cause).hasMessage("64 dropped ranges wait for the disk: try again later");
    assertThat(node.drop(1, 1).failed()).isFalse();
    assertThat(node.put(0, key(1, 1), value("new")).failed()).isFalse();
    node.run();
    assertThat(dropped).allMatch(Future::succeeded);
    assertThat(node.get(0, key(1, 1)).result()).isEqualTo(value("new"));
    assertThat(node.get(0, key(100, 1)).result()).isEqualTo(value("kept"));
    Future<Void> later = node.drop(0, 100);
    node.run();
    assertThat(later.succeeded()).isTrue();
    assertThat(node.get(0, key(100, 1)).result()).isNull();
  }

  @Test
  void whatIsTooLargeIsRefused() {
    TestNode node = TestNode.open(disk);
    Future<byte[]> value = node.put(0, key(1, 1), new byte[StorageShard.MAX_VALUE_BYTES + 1]);
    assertThat(((StorageException) value.cause()).reason()).isEqualTo(Reason.TOO_LARGE);
    Future<byte[]> key = node.put(0, new StorageKey(1, 1, new byte[70_000]), value("x"));
    assertThat(((StorageException) key.cause()).reason()).isEqualTo(Reason.TOO_LARGE);
    Future<byte[]> largest =
        node.put(
            0,
            new StorageKey(1, 1, new byte[StorageShard.MAX_KEY_BYTES]),
            new byte[StorageShard.MAX_VALUE_BYTES]);
    node.run();
    assertThat(largest.succeeded()).isTrue();
    assertThat(TestNode.open(crashed()).stats().value(StorageMetric.KEYS)).isEqualTo(1);
    Future<Void> flushed = node.on(0, () -> node.engine().shard(0).flush());
    node.run();
    assertThat(flushed.succeeded()).isTrue();
    Future<byte[]> read = node.get(0, new StorageKey(1, 1, new byte[StorageShard.MAX_KEY_BYTES]));
    node.run();
    assertThat(read.result()).hasSize(StorageShard.MAX_VALUE_BYTES);
  }

  @Test
  void theLogGoesOnInNewSegments() {
    StorageSettings settings = TestNode.withSegmentBytes(2_000);
    TestNode node = TestNode.open(disk, settings);
    for (int i = 0; i < 200; i++) {
      node.put(i % 3, key(1, i % 50), value("v" + i));
      node.run();
    }
    assertThat(node.stats().value(StorageMetric.LOG_SEGMENTS)).isGreaterThan(3);
    node.close();
    TestNode again = TestNode.open(disk, settings);
    for (int i = 150; i < 200; i++) {
      assertThat(again.get(i % 3, key(1, i % 50)).result()).isEqualTo(value("v" + i));
    }
  }

  @Test
  void theNumberOfShardsStaysAndTheNumberOfLoopsMayChange() {
    TestNode node = TestNode.open(disk);
    for (int shard = 0; shard < 3; shard++) {
      node.put(shard, key(1, shard), value("v" + shard));
    }
    node.run();
    node.close();
    for (int loops = 1; loops <= 5; loops++) {
      TestNode again =
          TestNode.starting(
              disk,
              TestNode.OWNER,
              TestNode.SETTINGS.with(TestNode.SETTINGS.shards().withCount(9)),
              loops,
              new SplittableRandom(3));
      again.run();
      assertThat(again.engine().shardCount()).isEqualTo(3);
      assertThat(again.engine().shardOf(4_095)).isEqualTo(0);
      for (int shard = 0; shard < 3; shard++) {
        assertThat(again.get(shard, key(1, shard)).result()).isEqualTo(value("v" + shard));
      }
      again.close();
    }
  }

  /** Shard 1 has a loop of its own, to which nothing comes any more. */
  @Test
  void aShardThatNothingIsWrittenToDoesNotKeepTheLogLong() {
    StorageSettings.Log log = TestNode.SETTINGS.log();
    long maxBytes = 8_192;
    TestNode node =
        TestNode.open(
            disk,
            TestNode.SETTINGS.with(
                new StorageSettings.Log(
                    1_024, maxBytes, log.batchBytes(), log.bufferedWindowMs(), log.retryMs())));
    node.put(1, key(1, 1), value("once"));
    for (int i = 0; i < 200; i++) {
      node.put(0, key(1, 1), value("again and again ".repeat(10) + i));
      node.run();
      assertThat(node.log().bytes()).isLessThan(maxBytes + 2 * 1_024);
    }
    assertThat(node.get(1, key(1, 1)).result()).isEqualTo(value("once"));
  }

  @Test
  void closingFinishesWhatIsUnderWayAndRefusesTheRest() {
    TestNode node = TestNode.open(disk);
    Future<byte[]> before = node.put(0, key(1, 1), value("x"));
    Future<Void> closed = node.engine().close();
    Future<byte[]> during = node.put(1, key(1, 1), value("y"));
    node.run();
    assertThat(before.succeeded()).isTrue();
    assertThat(during.succeeded()).isTrue();
    assertThat(closed.succeeded()).isTrue();
    assertThat(node.engine().close().succeeded()).isTrue();
    Future<byte[]> after = node.put(0, key(1, 2), value("z"));
    assertThat(((StorageException) after.cause()).reason()).isEqualTo(Reason.CLOSED);
    TestNode again = TestNode.open(disk);
    assertThat(again.get(0, key(1, 1)).result()).isEqualTo(value("x"));
    assertThat(again.get(1, key(1, 1)).result()).isEqualTo(value("y"));
  }

  @Test
  void whoWaitsForAFlushThatCannotEndHearsThatTheEngineIsClosed() {
    TestNode node = TestNode.open(disk);
    node.put(0, key(1, 1), value("x"));
    node.run();
    disk.script(
        operation ->
            operation.name().endsWith(".table") ? SimDisk.Fate.FAIL : SimDisk.Fate.SUCCEED);
    Future<Void> flushed = node.on(0, () -> node.engine().shard(0).flush());
    node.run();
    assertThat(flushed.isComplete()).isFalse();
    node.close();
    assertThat(((StorageException) flushed.cause()).reason()).isEqualTo(Reason.CLOSED);
    Future<Void> late = node.on(0, () -> node.engine().shard(0).flush());
    assertThat(((StorageException) late.cause()).reason()).isEqualTo(Reason.CLOSED);
    disk.script(null);
    assertThat(TestNode.open(disk).get(0, key(1, 1)).result()).isEqualTo(value("x"));
  }

  @Test
  void aCallerThatThrowsKeepsNobodyFromTheirAnswer() {
    TestNode node = TestNode.open(disk);
    Future<byte[]> first = node.put(0, key(1, 1), value("x"));
    first.onSuccess(
        value -> {
          throw new IllegalStateException("a defect of the caller");
        });
    Future<byte[]> second = node.put(0, key(1, 2), value("y"));
    try {
      node.run();
    } catch (IllegalStateException expected) {
      // the loop reports it
    }
    node.run();
    assertThat(second.succeeded()).isTrue();
  }

  private List<Long> tokens(TestNode node, ScanRange range) {
    List<Long> tokens = new ArrayList<>();
    node.on(0, () -> node.engine().shard(0).scan(range, (token, key, value) -> tokens.add(token)));
    return tokens;
  }

  private SimDisk crashed() {
    SimDisk copy = disk.copy();
    copy.kill();
    return copy;
  }
}
