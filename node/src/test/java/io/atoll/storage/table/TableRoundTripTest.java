package io.atoll.storage.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.table.TestTables.Reader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What was written to a table is read from it, and nothing else. */
class TableRoundTripTest {
  /** Entries of many shapes; few tokens, so that runs of one token cross blocks. */
  private static List<TestEntry> entries(SplittableRandom random, int count, int tokens) {
    TreeSet<TestEntry> entries = new TreeSet<>();
    long[] some = random.longs(tokens).toArray();
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[random.nextInt(random.nextInt(20) == 0 ? 600 : 20)];
      random.nextBytes(key);
      entries.add(new TestEntry(some[random.nextInt(tokens)], key, value(random)));
    }
    return new ArrayList<>(entries);
  }

  private static byte[] value(SplittableRandom random) {
    int length =
        switch (random.nextInt(12)) {
          case 0 -> -1;
          case 1 -> 0;
          case 2 -> random.nextInt(3000);
          case 3 -> random.nextInt(10) == 0 ? random.nextInt(300_000) : 5000;
          default -> random.nextInt(100);
        };
    if (length < 0) {
      return null;
    }
    byte[] value = new byte[length];
    for (int i = 0; i < length / 2; i++) {
      value[i] = (byte) random.nextInt();
    }
    return value;
  }

  private static TableSettings settings(SplittableRandom random) {
    Compression[] compressions = Compression.values();
    return TableSettings.DEFAULT
        .withBlockBytes(64 << random.nextInt(9))
        .withCompression(compressions[random.nextInt(compressions.length)]);
  }

  @Property(tries = 150)
  void everyEntryIsFoundAndNoOther(@ForAll long seed, @ForAll @IntRange(max = 400) int count)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<TestEntry> entries = entries(random, count, 1 + random.nextInt(2 * count + 1));
    Table table = TestTables.open(TestTables.write(settings(random), entries));
    Reader reader = new Reader(table);
    for (TestEntry entry : entries) {
      assertThat(reader.get(entry.token(), entry.key())).isEqualTo(entry);
      byte[] longer = Arrays.copyOf(entry.key(), entry.key().length + 1);
      TestEntry neighbour = new TestEntry(entry.token(), longer, null);
      boolean there = new TreeSet<>(entries).contains(neighbour);
      assertThat(reader.get(entry.token(), longer) != null).isEqualTo(there);
    }
    for (int i = 0; i < 50; i++) {
      assertThat(reader.get(random.nextLong(), new byte[] {1})).isNull();
    }
  }

  @Property(tries = 150)
  void aCursorReadsARangeInOrder(@ForAll long seed, @ForAll @IntRange(max = 400) int count)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<TestEntry> entries = entries(random, count, 1 + random.nextInt(2 * count + 1));
    Table table = TestTables.open(TestTables.write(settings(random), entries));
    assertThat(TestTables.drain(table.cursor())).isEqualTo(entries);
    for (int i = 0; i < 10; i++) {
      TokenRange tokens = range(bound(random, entries), bound(random, entries));
      List<TestEntry> expected =
          entries.stream().filter(entry -> tokens.contains(entry.token())).toList();
      assertThat(TestTables.drain(table.cursor(tokens))).isEqualTo(expected);
    }
  }

  /** The range between two tokens, whichever is lower; 0 is the end of the ring as well. */
  private static TokenRange range(long one, long other) {
    return other == 0 || Long.compareUnsigned(one, other) < 0
        ? new TokenRange(one, other)
        : TokenRange.closed(other, one);
  }

  private static long bound(SplittableRandom random, List<TestEntry> entries) {
    return switch (random.nextInt(entries.isEmpty() ? 2 : 4)) {
      case 0 -> 0;
      case 1 -> random.nextLong();
      case 2 -> entries.get(random.nextInt(entries.size())).token() + 1;
      default -> entries.get(random.nextInt(entries.size())).token();
    };
  }

  @Property(tries = 100)
  void aSearchInABlockFindsTheFirstEntryThatIsNotBefore(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<TestEntry> entries = entries(random, count, 1 + random.nextInt(count));
    TableSettings settings = TableSettings.DEFAULT.withBlockBytes(1 << 20);
    Table table = TestTables.open(TestTables.write(settings, entries));
    Block block = new Reader(table).load(0);
    for (int i = 0; i < 100; i++) {
      TestEntry probe =
          random.nextBoolean()
              ? entries.get(random.nextInt(entries.size()))
              : new TestEntry(bound(random, entries), new byte[random.nextInt(3)], null);
      List<TestEntry> inBlock = entries.subList(0, block.count());
      int before = (int) inBlock.stream().filter(entry -> entry.compareTo(probe) < 0).count();
      assertThat(block.seek(probe.token(), probe.key())).isEqualTo(before);
    }
  }

  @Test
  void writingFromACursorIsWritingFromArrays() throws IOException {
    List<TestEntry> entries = entries(new SplittableRandom(5), 500, 300);
    byte[] bytes = TestTables.write(TableSettings.DEFAULT, entries);
    SimDisk disk = new SimDisk("disk");
    TableWriter writer = TestTables.writer(disk, TableSettings.DEFAULT);
    TableCursor cursor = TestTables.open(bytes).cursor();
    while (cursor.next()) {
      writer.add(cursor);
    }
    writer.finish(3, 4);
    assertThat(disk.contents(TestTables.NAME)).isEqualTo(bytes);
  }

  @Test
  void theLongestKeyAndValueFit() throws IOException {
    byte[] key = new byte[65_535];
    byte[] value = new byte[BlockDecoder.MAX_VALUE_BYTES];
    new SplittableRandom(1).nextBytes(value);
    TestEntry longest = new TestEntry(5, key, value);
    TestEntry next = TestEntry.of(5, "x", "y");
    Table table = TestTables.open(TestTables.write(TableSettings.DEFAULT, List.of(longest, next)));
    assertThat(table.blockCount()).isEqualTo(2);
    assertThat(new Reader(table).get(5, key)).isEqualTo(longest);
    assertThat(new Reader(table).get(5, next.key())).isEqualTo(next);
    assertThat(TestTables.drain(table.cursor())).containsExactly(longest, next);
  }

  @Test
  void aReadThatWouldHaveToWaitSaysSoAndLeavesTheTargetAlone() throws IOException {
    SimDisk disk = new SimDisk("disk");
    TableWriter writer = TestTables.writer(disk, TableSettings.DEFAULT);
    writer.add(1, new byte[] {1}, new byte[100]);
    writer.finish(1, 1);
    Table table = Table.open(disk.openForRead(TestTables.NAME), TestTables.NAME, 7, 1, 2);
    MemorySegment target = Arena.ofAuto().allocate(4096);
    BlockDecoder decoder = new BlockDecoder();
    disk.answersNow(() -> false);
    assertThat(decoder.readNow(table, 0, target, 8)).isFalse();
    assertThat(target.mismatch(Arena.ofAuto().allocate(4096))).isEqualTo(-1);
    disk.answersNow(() -> true);
    assertThat(decoder.readNow(table, 0, target, 8)).isTrue();
    assertThat(new Block().wrap(target, 8, table.payloadBytes(0)).find(1, new byte[] {1})).isZero();
  }

  @Test
  void estimatesOfArcsAreNearTheTruth() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<TestEntry> entries =
        random
            .longs(20_000)
            .boxed()
            .sorted(Long::compareUnsigned)
            .map(token -> new TestEntry(token, new byte[8], new byte[40]))
            .toList();
    byte[] bytes = TestTables.write(TableSettings.DEFAULT, entries);
    Table table = TestTables.open(bytes);
    assertThat(table.estimateEntries(TokenRange.RING)).isEqualTo(20_000);
    assertThat(table.estimateBytes(TokenRange.RING)).isEqualTo(bytes.length);
    for (int arc = 0; arc < 16; arc++) {
      long from = (long) arc << 60;
      long to = (long) (arc + 1) << 60;
      long truth = TestTables.drain(table.cursor(new TokenRange(from, to))).size();
      assertThat(table.estimateEntries(new TokenRange(from, to))).isBetween(truth - 80, truth + 80);
    }
    assertThat(table.estimateEntries(new TokenRange(5, 6))).isZero();
  }
}
