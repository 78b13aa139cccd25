package io.atoll.storage.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.Invariant.InvariantViolation;
import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a writer demands, and what it says of the table that it has written. */
class TableWriterTest {
  private final SimDisk disk = new SimDisk("disk");

  /** The first byte of a value is its time; 0 is a tombstone, and 9 has no time. */
  private static final ValueFacts FACTS =
      new ValueFacts() {
        @Override
        public long timestamp(MemorySegment segment, long offset, int length) {
          byte first = segment.get(Layouts.U8, offset);
          return first == 9 ? UNKNOWN : first;
        }

        @Override
        public boolean isTombstone(MemorySegment segment, long offset, int length) {
          return segment.get(Layouts.U8, offset) == 0;
        }
      };

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void entriesMustAscend() throws IOException {
    TableWriter writer = TestTables.writer(disk, TableSettings.DEFAULT);
    writer.add(5, bytes(1, 2), bytes());
    assertRefused(writer, 4, bytes(9));
    assertRefused(writer, 5, bytes(1, 2));
    assertRefused(writer, 5, bytes(1));
    writer.add(5, bytes(1, 2, 0), bytes());
    writer.add(5, bytes(200), bytes());
    assertRefused(writer, 5, bytes(100));
    writer.add(-1, bytes(), null);
    assertRefused(writer, 6, bytes(1));
    assertThat(writer.finish(1, 1).entries()).isEqualTo(4);
  }

  private static void assertRefused(TableWriter writer, long token, byte[] key) {
    assertThatThrownBy(() -> writer.add(token, key, bytes()))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("ascend");
  }

  @Test
  void propertiesCountWhatWasWritten() throws IOException {
    TableWriter writer = TestTables.writer(disk, TableSettings.DEFAULT.withFacts(FACTS));
    writer.add(10, bytes(1), bytes(7, 7, 7));
    writer.add(20, bytes(1), bytes(0));
    writer.add(20, bytes(2), null);
    writer.add(-5, bytes(3), bytes(9));
    TableProperties properties = writer.finish(3, 8);
    Table table = Table.open(disk.openForRead(TestTables.NAME), "t", 7, 1, 2);
    assertThat(table.properties()).isEqualTo(properties);
    assertThat(properties.entries()).isEqualTo(4);
    assertThat(properties.removals()).isEqualTo(1);
    assertThat(properties.tombstones()).isEqualTo(1);
    assertThat(properties.firstToken()).isEqualTo(10);
    assertThat(properties.lastToken()).isEqualTo(-5);
    assertThat(properties.contentBytes()).isEqualTo(9);
    assertThat(properties.minTimestamp()).isEqualTo(0);
    assertThat(properties.maxTimestamp()).isEqualTo(7);
    assertThat(properties.sizeBytes()).isEqualTo(disk.contents(TestTables.NAME).length);
    assertThat(properties.meta().minSequence()).isEqualTo(3);
    assertThat(properties.meta().maxSequence()).isEqualTo(8);
    assertThat(properties.meta().number()).isEqualTo(7);
  }

  @Test
  void aTableWithoutEntriesCanBeOpenedAndHasNone() throws IOException {
    TestTables.writer(disk, TableSettings.DEFAULT).finish(1, 1);
    Table table = Table.open(disk.openForRead(TestTables.NAME), "t", 7, 1, 2);
    assertThat(table.mayContain(1)).isFalse();
    assertThat(table.blockOf(1)).isEqualTo(-1);
    assertThat(table.cursor().next()).isFalse();
    assertThat(table.estimateEntries(TokenRange.RING)).isZero();
    assertThat(table.properties().minTimestamp()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theSizeSoFarIsNearWhatItWillBe() throws IOException {
    TableWriter writer = TestTables.writer(disk, TableSettings.DEFAULT);
    SplittableRandom random = new SplittableRandom(1);
    byte[] value = new byte[100];
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(value);
      writer.add((long) i << 40, new byte[16], value);
    }
    long before = writer.sizeBytes();
    long after = writer.finish(1, 1).sizeBytes();
    assertThat(before).isBetween(after * 98 / 100, after * 102 / 100);
  }

  @Test
  void blocksAreAsLongAsTheyMayBeAndNoLonger() throws IOException {
    TableWriter writer = TestTables.writer(disk, TableSettings.DEFAULT);
    for (int i = 0; i < 5000; i++) {
      writer.add((long) i << 45, new byte[16], new byte[i % 200]);
    }
    writer.finish(1, 1);
    Table table = Table.open(disk.openForRead(TestTables.NAME), "t", 7, 1, 2);
    for (int block = 0; block < table.blockCount() - 1; block++) {
      assertThat(table.payloadBytes(block)).isBetween(4096 - 230, 4096);
    }
  }

  @Test
  void aFailingDiskIsToldAsItIs() throws IOException {
    TableWriter writer = TestTables.writer(disk, TableSettings.DEFAULT);
    writer.add(1, bytes(1), bytes(1));
    disk.limitBytes(10);
    assertThatThrownBy(() -> writer.finish(1, 1)).hasMessageContaining("No space");
  }
}
