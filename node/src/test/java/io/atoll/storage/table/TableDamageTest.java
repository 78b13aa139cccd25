package io.atoll.storage.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.Crc32c;
import io.atoll.env.DiskFile;
import io.atoll.env.NewerFormatException;
import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.table.TestTables.Reader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A damaged table says that it is damaged; it never says anything that is not so. */
class TableDamageTest {
  private static final TableSettings SMALL = TableSettings.DEFAULT.withBlockBytes(128);

  /** Some entries with values of which half can be compressed. */
  private static List<TestEntry> entries(int count) {
    SplittableRandom random = new SplittableRandom(count);
    List<TestEntry> entries = new ArrayList<>();
    for (long token : random.longs(count).boxed().sorted(Long::compareUnsigned).toList()) {
      byte[] value = new byte[random.nextInt(40)];
      Arrays.fill(value, 0, value.length / 2, (byte) random.nextInt());
      byte[] key = TestEntry.ascii("key-" + entries.size());
      entries.add(new TestEntry(token, key, random.nextInt(5) == 0 ? null : value));
    }
    return entries;
  }

  /** Opens a table and reads all of it in every way; true when no damage was met. */
  private static boolean readsTruly(byte[] bytes, List<TestEntry> entries) throws IOException {
    Table table;
    try {
      table = TestTables.open(bytes);
    } catch (DamagedTableException | NewerFormatException e) {
      return false;
    }
    boolean whole = true;
    Reader reader = new Reader(table);
    for (TestEntry entry : entries) {
      try {
        TestEntry found = reader.get(entry.token(), entry.key());
        if (!entry.equals(found)) {
          throw new AssertionError(found + " was read instead of " + entry);
        }
      } catch (DamagedTableException e) {
        assertThat(names(e, entry)).isTrue();
        whole = false;
      }
    }
    return whole & salvages(table, entries);
  }

  /** Reads what can be read in order; what is missing must be in a range that was named. */
  private static boolean salvages(Table table, List<TestEntry> entries) throws IOException {
    List<DamagedTableException> damages = new ArrayList<>();
    List<TestEntry> read = new ArrayList<>();
    TableCursor cursor = table.cursor();
    while (true) {
      try {
        if (!cursor.next()) {
          break;
        }
        read.add(TestTables.at(cursor));
      } catch (DamagedTableException e) {
        damages.add(e);
        cursor.skipDamagedBlock();
      }
    }
    if (!entries.containsAll(read)) {
      throw new AssertionError("what was never written was read: " + read);
    }
    for (TestEntry entry : entries) {
      if (!read.contains(entry) && damages.stream().noneMatch(damage -> names(damage, entry))) {
        throw new AssertionError(entry + " is missing, and no damage was said to have it");
      }
    }
    return damages.isEmpty();
  }

  private static boolean names(DamagedTableException damage, TestEntry entry) {
    return damage.tokens().contains(entry.token());
  }

  @Test
  void noFlippedBitGoesUnnoticed() throws IOException {
    flipBits(Compression.LZ4, 1);
  }

  @Test
  void noByteWithAFlippedBitGoesUnnoticedWhateverTheCompression() throws IOException {
    flipBits(Compression.NONE, 9);
    flipBits(Compression.ZSTD, 9);
  }

  private static void flipBits(Compression compression, int step) throws IOException {
    List<TestEntry> entries = entries(9);
    byte[] bytes = TestTables.write(SMALL.withCompression(compression), entries);
    assertThat(TestTables.open(bytes).blockCount()).isGreaterThan(2);
    assertThat(readsTruly(bytes, entries)).isTrue();
    for (int bit = 0; bit < 8 * bytes.length; bit += step) {
      bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
      if (readsTruly(bytes, entries)) {
        throw new AssertionError("bit " + bit + " was flipped and nobody noticed");
      }
      bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
    }
  }

  @Test
  void aTableThatWasCutOrGrewIsRefused() throws IOException {
    List<TestEntry> entries = entries(15);
    byte[] bytes = TestTables.write(SMALL, entries);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> TestTables.open(cut)).isInstanceOf(DamagedTableException.class);
      byte[] rest = Arrays.copyOfRange(bytes, bytes.length - length, bytes.length);
      assertThatThrownBy(() -> TestTables.open(rest)).isInstanceOf(DamagedTableException.class);
    }
    for (int more : new int[] {1, 52, 4096}) {
      byte[] grown = Arrays.copyOf(bytes, bytes.length + more);
      assertThatThrownBy(() -> TestTables.open(grown)).isInstanceOf(DamagedTableException.class);
    }
  }

  @Test
  void aCursorStaysAtADamagedBlockUntilItIsSkipped() throws IOException {
    List<TestEntry> entries = entries(30);
    byte[] bytes = TestTables.write(SMALL, entries);
    Table table = TestTables.open(bytes);
    bytes[(int) table.storedOffset(0) + 20] ^= 1;
    TableCursor cursor = TestTables.open(bytes).cursor();
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(cursor::next)
          .isInstanceOfSatisfying(
              DamagedTableException.class,
              damage -> {
                assertThat(damage.offset()).isZero();
                assertThat(damage.tokens().from()).isEqualTo(table.firstToken(0));
                assertThat(damage.tokens().last()).isEqualTo(table.firstToken(1));
              })
          .hasMessageContaining(TestTables.NAME);
    }
    cursor.skipDamagedBlock();
    cursor.skipDamagedBlock();
    assertThat(TestTables.drain(cursor))
        .isEqualTo(TestTables.drain(table.cursor(TokenRange.RING.startingAt(table.firstToken(1)))));
  }

  @Test
  void aBlockInThePlaceOfAnotherIsDamage() throws IOException {
    List<TestEntry> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      entries.add(new TestEntry(77, new byte[] {(byte) i}, new byte[100]));
    }
    TableSettings settings = SMALL.withCompression(Compression.NONE);
    byte[] bytes = TestTables.write(settings, entries);
    Table table = TestTables.open(bytes);
    assertThat(table.storedBytes(3)).isEqualTo(table.storedBytes(4));
    System.arraycopy(
        bytes,
        (int) table.storedOffset(4),
        bytes,
        (int) table.storedOffset(3),
        table.storedBytes(3));
    assertThat(readsTruly(bytes, entries)).isFalse();
  }

  @Test
  void anotherTableOrShardOrKeyspaceIsRefused() throws IOException {
    SimDisk disk = new SimDisk("disk");
    TableWriter writer = TestTables.writer(disk, SMALL);
    writer.add(1, new byte[1], new byte[1]);
    writer.finish(1, 1);
    DiskFile file = disk.openForRead(TestTables.NAME);
    assertThatThrownBy(() -> Table.open(file, "f", 8, 1, 2)).hasMessageContaining("not table 8");
    assertThatThrownBy(() -> Table.open(file, "f", 7, 0, 2)).hasMessageContaining("shard 0");
    assertThatThrownBy(() -> Table.open(file, "f", 7, 1, 3)).hasMessageContaining("keyspace 3");
    assertThat(Table.open(file, "f", 7, 1, 2).number()).isEqualTo(7);
  }

  @Test
  void aNewerVersionIsNamed() throws IOException {
    byte[] bytes = TestTables.write(SMALL, entries(3));
    int footer = bytes.length - TableFooter.BYTES;
    bytes[footer + 7] = 2;
    seal(bytes, footer, bytes.length - 4, bytes.length - 4);
    assertThatThrownBy(() -> TestTables.open(bytes)).isInstanceOf(NewerFormatException.class);
  }

  /** A cursor makes room for a block of the length that the properties name. */
  @Test
  void propertiesThatClaimEndlessBlocksAreDamage() throws IOException {
    byte[] bytes = TestTables.write(SMALL, entries(15));
    int footer = bytes.length - TableFooter.BYTES;
    ByteBuffer view = ByteBuffer.wrap(bytes);
    int filter = (int) view.getLong(footer + 24);
    int properties = filter + view.getInt(footer + 32) + view.getInt(footer + 36);
    for (int blockBytes : new int[] {1_895_825_536, -1, 0}) {
      view.putInt(footer - 4 - Integer.BYTES, blockBytes);
      seal(bytes, properties, footer - 4, footer - 4);
      assertThatThrownBy(() -> TestTables.open(bytes))
          .isInstanceOf(DamagedTableException.class)
          .hasMessageContaining("blocks of " + blockBytes + " bytes");
    }
  }

  /** Whoever can make checksums can lie, but can neither crash a reader nor exhaust its memory. */
  @Property(tries = 1000)
  void aLieUnderARightChecksumDoesNoHarm(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<TestEntry> entries = entries(15);
    Compression compression = Compression.values()[random.nextInt(3)];
    byte[] bytes = TestTables.write(SMALL.withCompression(compression), entries);
    Table table = TestTables.open(bytes);
    int footer = bytes.length - TableFooter.BYTES;
    ByteBuffer view = ByteBuffer.wrap(bytes);
    int filter = (int) view.getLong(footer + 24);
    int index = filter + view.getInt(footer + 32);
    int properties = index + view.getInt(footer + 36);
    int block = random.nextInt(table.blockCount());
    int blockAt = (int) table.storedOffset(block);
    switch (random.nextInt(5)) {
      case 0 -> {
        mutate(bytes, footer, bytes.length - 4, random);
        seal(bytes, footer, bytes.length - 4, bytes.length - 4);
      }
      case 1 -> {
        mutate(bytes, properties, footer - 4, random);
        seal(bytes, properties, footer - 4, footer - 4);
      }
      case 2 -> {
        mutate(bytes, index, properties - 4, random);
        seal(bytes, index, properties - 4, properties - 4);
      }
      case 3 -> {
        mutate(bytes, filter, index - 4, random);
        seal(bytes, filter, index - 4, index - 4);
      }
      default -> {
        int end = blockAt + table.storedBytes(block);
        mutate(bytes, blockAt + 4, end, random);
        sealBehind(bytes, blockAt, end);
      }
    }
    readAnything(bytes, entries);
  }

  private static void mutate(byte[] bytes, int from, int to, SplittableRandom random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = from + random.nextInt(to - from);
      bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (-random.nextInt(2));
    }
  }

  private static void seal(byte[] bytes, int from, int to, int crcAt) {
    ByteBuffer.wrap(bytes).putInt(crcAt, crc(bytes, from, from, to));
  }

  private static void sealBehind(byte[] bytes, int from, int to) {
    ByteBuffer.wrap(bytes).putInt(from, crc(bytes, from, from + 4, to));
  }

  private static int crc(byte[] bytes, int place, int from, int to) {
    return new Crc32c()
        .of(
            ByteBuffer.allocate(16).putLong(TestTables.NUMBER).putLong(place).flip(),
            ByteBuffer.wrap(bytes, from, to - from));
  }

  /** Reads all it can; any answer is right but an exception that is not about damage. */
  private static void readAnything(byte[] bytes, List<TestEntry> entries) throws IOException {
    Table table;
    try {
      table = TestTables.open(bytes);
    } catch (DamagedTableException | NewerFormatException e) {
      return;
    }
    Reader reader = new Reader(table);
    for (TestEntry entry : entries) {
      try {
        reader.get(entry.token(), entry.key());
      } catch (DamagedTableException e) {
        assertThat(e.file()).isEqualTo(TestTables.NAME);
      }
    }
    TableCursor cursor = table.cursor();
    for (boolean more = true; more; ) {
      try {
        more = cursor.next();
        if (more) {
          TestTables.at(cursor);
        }
      } catch (DamagedTableException e) {
        cursor.skipDamagedBlock();
      }
    }
  }

  @Property(tries = 300)
  void randomBytesAreNoTable(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> TestTables.open(bytes)).isInstanceOf(DamagedTableException.class);
  }

  @Property(tries = 1000)
  void aPayloadThatIsAcceptedCanBeReadThroughout(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int count = 1 + random.nextInt(12);
    TableSettings settings =
        TableSettings.DEFAULT.withBlockBytes(4096).withCompression(Compression.NONE);
    byte[] table = TestTables.write(settings, entries(count));
    int length = TestTables.open(table).payloadBytes(0);
    byte[] payload = Arrays.copyOfRange(table, 12, 12 + length);
    mutate(payload, 0, Math.min(length, random.nextBoolean() ? 12 : length), random);
    if (random.nextInt(4) == 0) {
      payload = Arrays.copyOf(payload, random.nextInt(length + 1));
    }
    // Exactly as much memory as the payload has, so that any step beyond it throws.
    MemorySegment memory =
        Arena.ofAuto().allocate(Math.max(1, payload.length)).asSlice(0, payload.length);
    MemorySegment.copy(payload, 0, memory, Layouts.U8, 0, payload.length);
    long first = payload.length < 12 ? 0 : ByteBuffer.wrap(payload).getLong(4);
    if (Block.fault(memory, 0, payload.length, first) != null) {
      return;
    }
    Block block = new Block().wrap(memory, 0, payload.length);
    for (int i = 0; i < block.count(); i++) {
      block.copyKey(i);
      block.copyValue(i);
      block.find(block.token(i), block.copyKey(i));
      block.seek(random.nextLong(), new byte[random.nextInt(20)]);
    }
  }
}
