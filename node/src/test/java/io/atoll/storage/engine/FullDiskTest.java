package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.sim.SimDisk;
import io.atoll.sim.SimDisk.Operation.Kind;
import io.atoll.storage.Durability;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageMetric;
import io.vertx.core.Future;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A disk that is full in the middle of a flush or a compaction. */
class FullDiskTest {
  private static final Set<Reason> REFUSALS =
      Set.of(Reason.DISK_FULL, Reason.MEMTABLE_FULL, Reason.OVERLOADED, Reason.LOG_FAILED);
  private static final int WRITES = 150;

  private final SimDisk disk = new SimDisk("disk");
  private final TreeMap<Integer, byte[]> acknowledged = new TreeMap<>();
  private TestNode node = TestNode.open(disk, StorageModelTest.SETTINGS);

  private boolean put(int number) {
    byte[] value = new byte[100 + number % 100];
    Future<byte[]> written =
        node.on(
            0,
            () ->
                node.engine()
                    .shard(0)
                    .put(StorageEngineTest.key(1, number % 60), Durability.SYNCED, value));
    node.pass(100);
    assertThat(written.isComplete()).isTrue();
    if (written.failed()) {
      assertThat(((StorageException) written.cause()).reason()).isIn(REFUSALS);
      return false;
    }
    acknowledged.put(number % 60, value);
    return true;
  }

  private void checkReads() {
    acknowledged.forEach(
        (number, value) -> {
          Future<byte[]> found = node.get(0, StorageEngineTest.key(1, number));
          node.run();
          assertThat(found.cause()).isNull();
          assertThat(found.result()).hasSize(value.length);
        });
  }

  /** Fills the disk at the n-th write to a table; whether there was one. */
  private boolean fillAt(int n) {
    int[] writes = {0};
    disk.script(
        operation -> {
          if (operation.kind() == Kind.WRITE
              && operation.name().endsWith(".table")
              && ++writes[0] == n) {
            disk.limitBytes(disk.usedBytes());
          }
          return SimDisk.Fate.SUCCEED;
        });
    for (int i = 0; i < WRITES; i++) {
      put(i);
    }
    return writes[0] >= n;
  }

  @Test
  void whereverTheDiskIsFullReadsGoOnAndAllRecoversWhenThereIsRoom() {
    int n = 1;
    int refused = 0;
    while (fillAt(n)) {
      for (int i = 0; i < WRITES; i++) {
        refused += put(i) ? 0 : 1;
      }
      checkReads();
      disk.script(null);
      disk.limitBytes(Long.MAX_VALUE);
      for (int i = 0; i < 6; i++) {
        node.pass(1_000);
      }
      assertThat(put(7)).as("filled at write %d", n).isTrue();
      node.settle();
      assertThat(node.stats().readOnly()).isNull();
      assertThat(node.stats().value(StorageMetric.BACKGROUND_FAILING)).isZero();
      checkReads();
      disk.crash(new SplittableRandom(n));
      node = TestNode.open(disk, StorageModelTest.SETTINGS);
      checkReads();
      n += 1 + n / 2;
    }
    assertThat(n).isGreaterThan(4);
    assertThat(refused).isPositive();
  }
}
