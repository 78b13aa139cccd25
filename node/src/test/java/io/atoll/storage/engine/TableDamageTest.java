package io.atoll.storage.engine;

import static io.atoll.storage.engine.StorageEngineTest.key;
import static io.atoll.storage.engine.StorageEngineTest.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.Durability;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.compaction.CompactionSettings;
import io.atoll.storage.table.TableSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the engine makes of damaged tables and manifests: no lies, and as little loss as can be. */
class TableDamageTest {
  private static final int ENTRIES = 40;
  private static final String TABLE = "shard-000/0000000001.table";
  private static final String SECOND = "shard-000/0000000002.table";
  private static final String THIRD = "shard-000/0000000003.table";
  private static final TableSettings BLOCKS = TableSettings.DEFAULT.withBlockBytes(256);

  /** Compacts nothing by itself, so that a test knows which tables there are. */
  private static final StorageSettings SETTINGS =
      TestNode.SETTINGS
          .with(TestNode.SETTINGS.shards().withCount(1).withMemtableBytes(64_000))
          .with(TestNode.SETTINGS.reads().withCacheBytes(8_192))
          .with(BLOCKS)
          .with(CompactionSettings.DEFAULT.with(new CompactionSettings.Shape(32, 1e9)));

  /** Compacts two tables as soon as there are two. */
  private static final StorageSettings EAGER =
      SETTINGS.with(SETTINGS.compaction().with(new CompactionSettings.Shape(2, 0.1)));

  private static final Set<Reason> ALLOWED = Set.of(Reason.DAMAGED, Reason.NOT_ACCESSIBLE);

  private final SimDisk disk = withOneTable();

  private static SimDisk withOneTable() {
    SimDisk disk = new SimDisk("disk");
    TestNode node = TestNode.open(disk, SETTINGS);
    for (int i = 0; i < ENTRIES; i++) {
      put(node, i * 2, "value " + i);
    }
    flush(node);
    node.close();
    assertThat(disk.contents(TABLE).length).isGreaterThan(500);
    return disk;
  }

  private static void put(TestNode node, int token, String text) {
    Future<byte[]> written =
        node.on(0, () -> node.engine().shard(0).put(key(1, token), Durability.SYNCED, value(text)));
    node.run();
    assertThat(written.cause()).isNull();
    assertThat(written.succeeded()).isTrue();
  }

  private static void flush(TestNode node) {
    Future<Void> flushed = node.on(0, () -> node.engine().shard(0).flush());
    node.run();
    assertThat(flushed.succeeded()).isTrue();
  }

  private static Future<byte[]> get(TestNode node, int token) {
    Future<byte[]> found = node.get(0, key(1, token));
    node.run();
    assertThat(found.isComplete()).isTrue();
    return found;
  }

  private static Reason reason(Future<?> failed) {
    assertThat(failed.cause()).isInstanceOf(StorageException.class);
    return ((StorageException) failed.cause()).reason();
  }

  /** Reads everything; answers how many reads failed, which must be for a good reason. */
  private static int checkServesNoLies(TestNode node, String what) {
    int failed = 0;
    for (int i = 0; i < ENTRIES; i++) {
      Future<byte[]> found = get(node, i * 2);
      if (found.succeeded()) {
        assertThat(found.result()).as("%s, key %d", what, i).isEqualTo(value("value " + i));
      } else {
        assertThat(reason(found)).isIn(ALLOWED);
        failed++;
      }
      Future<byte[]> absent = get(node, i * 2 + 1);
      if (absent.succeeded()) {
        assertThat(absent.result()).isNull();
      } else {
        assertThat(reason(absent)).isIn(ALLOWED);
      }
    }
    return failed;
  }

  /** Scans everything; answers whether that succeeded. */
  private static boolean checkScan(TestNode node, String what) {
    List<Long> tokens = new ArrayList<>();
    Future<StorageKey> scan =
        node.on(
            0,
            () ->
                node.engine()
                    .shard(0)
                    .scan(
                        ScanRange.all(1),
                        (token, key, found) -> {
                          assertThat(found).as(what).isEqualTo(value("value " + token / 2));
                          return tokens.add(token);
                        }));
    node.run();
    assertThat(scan.isComplete()).isTrue();
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(tokens.get(i)).isEqualTo(i * 2L);
    }
    if (scan.succeeded()) {
      assertThat(tokens).as(what).hasSize(ENTRIES);
    } else {
      assertThat(reason(scan)).isIn(ALLOWED);
    }
    return scan.succeeded();
  }

  @Test
  void noFlippedByteOfATableMakesALie() {
    for (boolean slowDisk : new boolean[] {false, true}) {
      int length = disk.contents(TABLE).length;
      int detected = 0;
      int tried = 0;
      for (int at = 0; at < length; at += slowDisk ? 5 : 1) {
        tried++;
        SimDisk damaged = disk.copy();
        damaged.flipBit(TABLE, at * 8L + at % 8);
        damaged.answersNow(() -> !slowDisk);
        TestNode node = TestNode.open(damaged, SETTINGS);
        String what = "byte " + at;
        boolean scanned = checkScan(node, what);
        int failed = checkServesNoLies(node, what);
        assertThat(failed == 0).as(what).isEqualTo(scanned);
        assertThat(node.stats().value(StorageMetric.MISSING_RANGES) == 0)
            .as(what)
            .isEqualTo(scanned);
        detected += failed == 0 ? 0 : 1;
      }
      assertThat(detected).isGreaterThan(tried * 9 / 10);
    }
  }

  @Test
  void aTruncatedTableMakesNoLie() {
    byte[] whole = disk.contents(TABLE);
    for (int length = 0; length < whole.length; length += 7) {
      SimDisk damaged = disk.copy();
      DamageTest.overwrite(damaged, TABLE, java.util.Arrays.copyOf(whole, length));
      TestNode node = TestNode.open(damaged, SETTINGS);
      assertThat(checkServesNoLies(node, "length " + length)).isPositive();
      assertThat(checkScan(node, "length " + length)).isFalse();
    }
  }

  @Test
  void onlyTheKeysOfTheDamagedBlockAreLost() {
    disk.flipBit(TABLE, 400 * 8);
    TestNode node = TestNode.open(disk, SETTINGS);
    int lost = checkServesNoLies(node, "one block");
    assertThat(lost).isBetween(1, ENTRIES / 2);
    assertThat(node.on(0, () -> node.engine().shard(0).missingRanges())).hasSize(1);
  }

  @Test
  void aMissingRangeSurvivesARestartAndACompaction() throws IOException {
    disk.flipBit(TABLE, 400 * 8);
    TestNode node = TestNode.open(disk, SETTINGS);
    int lost = checkServesNoLies(node, "before");
    node.close();
    node = TestNode.open(disk, SETTINGS);
    assertThat(node.stats().value(StorageMetric.MISSING_RANGES)).isEqualTo(1);
    assertThat(checkServesNoLies(node, "after a restart")).isEqualTo(lost);
    node.close();
    node = TestNode.open(disk, EAGER);
    int intact = 0;
    while (get(node, intact).failed()) {
      intact += 2;
    }
    put(node, intact, "value " + intact / 2);
    put(node, 1_000, "beyond");
    flush(node);
    node.settle();
    assertThat(node.stats().value(StorageMetric.COMPACTIONS)).isPositive();
    assertThat(disk.exists(TABLE)).isFalse();
    assertThat(disk.list("quarantine")).containsExactly("shard-000-0000000001.table");
    assertThat(checkServesNoLies(node, "after a compaction")).isEqualTo(lost);
    assertThat(get(node, 1_000).result()).isEqualTo(value("beyond"));
    node.close();
    node = TestNode.open(disk, EAGER);
    assertThat(checkServesNoLies(node, "after a compaction and a restart")).isEqualTo(lost);
  }

  @Test
  void damageThatACompactionMeetsFirstIsAMissingRangeToo() {
    disk.flipBit(TABLE, 400 * 8);
    TestNode node = TestNode.open(disk, EAGER);
    put(node, 0, "value 0");
    put(node, 78, "value 39");
    put(node, 1_000, "beyond");
    flush(node);
    node.settle();
    assertThat(node.stats().value(StorageMetric.COMPACTIONS)).isPositive();
    assertThat(disk.list("quarantine")).containsExactly("shard-000-0000000001.table");
    assertThat(checkServesNoLies(node, "after a compaction")).isBetween(1, ENTRIES / 2);
    assertThat(get(node, 1_000).result()).isEqualTo(value("beyond"));
  }

  @Test
  void aPutMakesAKeyOfAMissingRangeReadableAgain() {
    disk.flipBit(TABLE, 400 * 8);
    TestNode node = TestNode.open(disk, SETTINGS);
    int lost = checkServesNoLies(node, "before");
    int token = 0;
    while (get(node, token).succeeded()) {
      token += 2;
    }
    int damaged = token;
    Future<byte[]> update =
        node.on(0, () -> node.engine().shard(0).update(key(1, damaged), before -> value("x")));
    node.run();
    assertThat(reason(update)).isEqualTo(Reason.DAMAGED);
    Future<byte[]> put =
        node.on(
            0,
            () ->
                node.engine()
                    .shard(0)
                    .put(key(1, damaged), Durability.SYNCED, value("value " + damaged / 2)));
    node.run();
    assertThat(put.succeeded()).isTrue();
    assertThat(checkServesNoLies(node, "after a put")).isEqualTo(lost - 1);
    flush(node);
    assertThat(get(node, damaged).result()).isEqualTo(value("value " + damaged / 2));
  }

  @Test
  void aDropOfItsRangeEndsAMissingRange() {
    disk.flipBit(TABLE, 400 * 8);
    TestNode node = TestNode.open(disk, SETTINGS);
    assertThat(checkServesNoLies(node, "before")).isPositive();
    node.drop(0, 1);
    node.run();
    flush(node);
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(get(node, i * 2).succeeded()).isTrue();
      assertThat(get(node, i * 2).result()).isNull();
    }
    assertThat(node.stats().value(StorageMetric.MISSING_RANGES)).isZero();
  }

  @Test
  void whatWasRepairedIsReadableAgain() {
    disk.flipBit(TABLE, 400 * 8);
    TestNode node = TestNode.open(disk, SETTINGS);
    assertThat(checkServesNoLies(node, "before")).isPositive();
    for (int i = 0; i < ENTRIES; i++) {
      Future<byte[]> found = get(node, i * 2);
      if (found.failed()) {
        int token = i * 2;
        node.on(
            0,
            () ->
                node.engine()
                    .shard(0)
                    .put(key(1, token), Durability.SYNCED, value("value " + token / 2)));
      }
    }
    node.run();
    Future<Void> repaired = node.on(0, () -> node.engine().shard(0).repaired(1, TokenRange.RING));
    node.run();
    assertThat(repaired.succeeded()).isTrue();
    assertThat(checkServesNoLies(node, "after the repair")).isZero();
    assertThat(node.on(0, () -> node.engine().shard(0).missingRanges())).isEmpty();
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(get(node, i * 2 + 1).succeeded()).as("absent key %d", i).isTrue();
    }
    assertThat(checkScan(node, "after the repair")).isTrue();
  }

  @Test
  void aMissingTableCostsAMissingRangeAndNotTheStart() throws IOException {
    disk.delete(TABLE);
    TestNode node = TestNode.open(disk, SETTINGS);
    assertThat(checkServesNoLies(node, "missing")).isEqualTo(ENTRIES);
    assertThat(get(node, ENTRIES * 2 + 50).result()).isNull();
    put(node, ENTRIES * 2 + 50, "beyond");
    assertThat(get(node, ENTRIES * 2 + 50).result()).isEqualTo(value("beyond"));
    node.close();
    node = TestNode.open(disk, SETTINGS);
    assertThat(checkServesNoLies(node, "missing, second start")).isEqualTo(ENTRIES);
    assertThat(get(node, 0).cause()).hasMessageContaining(TABLE);
  }

  @Test
  void aTableWithADamagedFooterGoesToQuarantine() {
    disk.flipBit(TABLE, (disk.contents(TABLE).length - 10) * 8L);
    TestNode node = TestNode.open(disk, SETTINGS);
    assertThat(disk.exists(TABLE)).isFalse();
    assertThat(disk.list("quarantine")).containsExactly("shard-000-0000000001.table");
    assertThat(checkServesNoLies(node, "footer")).isEqualTo(ENTRIES);
    node.close();
    assertThat(checkServesNoLies(TestNode.open(disk, SETTINGS), "again")).isEqualTo(ENTRIES);
  }

  /** Two of three tables are lost: the one between them is newer than the first. */
  @Test
  void aTableBetweenTwoThatAreLostCanStillBeRead() throws IOException {
    TestNode node = TestNode.open(disk, SETTINGS);
    put(node, 20, "second");
    put(node, 22, "second");
    flush(node);
    put(node, 0, "third");
    put(node, 4, "third");
    flush(node);
    node.close();
    disk.delete(TABLE);
    disk.delete(THIRD);
    assertThat(disk.exists(SECOND)).isTrue();
    node = TestNode.open(disk, SETTINGS);
    assertThat(get(node, 20).result()).isEqualTo(value("second"));
    assertThat(get(node, 22).result()).isEqualTo(value("second"));
    assertThat(reason(get(node, 2))).isEqualTo(Reason.DAMAGED);
    assertThat(reason(get(node, 40))).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void everyFlippedByteOfAManifestRefusesTheStart() {
    String manifest = "shard-000/manifest";
    int length = disk.contents(manifest).length;
    for (int at = 0; at < length; at++) {
      SimDisk damaged = disk.copy();
      damaged.flipBit(manifest, at * 8L + at % 8);
      StorageException refused = refusal(damaged);
      assertThat(refused.reason()).isIn(Reason.DAMAGED, Reason.NEWER_FORMAT);
      assertThat(refused).hasMessageContaining(manifest);
    }
  }

  @Test
  void aMissingManifestRefusesTheStart() throws IOException {
    disk.delete("shard-000/manifest");
    StorageException refused = refusal(disk);
    assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
    assertThat(refused)
        .hasMessageContaining("shard-000/manifest")
        .hasMessageContaining("put the whole data directory back");
    assertThat(disk.exists(TABLE)).isTrue();
  }

  private static StorageException refusal(SimDisk disk) {
    TestNode node = TestNode.starting(disk, TestNode.OWNER, SETTINGS);
    node.run();
    assertThat(node.opening().failed()).isTrue();
    assertThat(node.opening().cause()).isInstanceOf(StorageException.class);
    return (StorageException) node.opening().cause();
  }
}
