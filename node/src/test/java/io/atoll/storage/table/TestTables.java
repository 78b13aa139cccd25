package io.atoll.storage.table;

import io.atoll.env.DiskFile;
import io.atoll.sim.SimDisk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads the tables of tests: table 7 of shard 1 and keyspace 2. */
final class TestTables {
  static final String NAME = "shard-001/0000000007.table";
  static final long NUMBER = 7;
  static final int SHARD = 1;
  static final int KEYSPACE = 2;

  private TestTables() {}

  /** The bytes of a table. */
  static byte[] write(TableSettings settings, List<TestEntry> entries) throws IOException {
    SimDisk disk = new SimDisk("disk");
    TableWriter writer = writer(disk, settings);
    for (TestEntry entry : entries) {
      writer.add(entry.token(), entry.key(), entry.value());
    }
    writer.finish(3, 4);
    return disk.contents(NAME);
  }

  static TableWriter writer(SimDisk disk, TableSettings settings) throws IOException {
    disk.createDirectories("shard-001");
    return new TableWriter(disk.openForWrite(NAME), NUMBER, SHARD, KEYSPACE, settings, 10);
  }

  static Table open(byte[] bytes) throws IOException {
    SimDisk disk = new SimDisk("disk");
    disk.createDirectories("shard-001");
    DiskFile file = disk.openForWrite(NAME);
    file.write(ByteBuffer.wrap(bytes), 0);
    return Table.open(file, NAME, NUMBER, SHARD, KEYSPACE);
  }

  /** What a cursor has left. */
  static List<TestEntry> drain(EntryCursor cursor) throws IOException {
    List<TestEntry> entries = new ArrayList<>();
    while (cursor.next()) {
      entries.add(at(cursor));
    }
    return entries;
  }

  static TestEntry at(EntryCursor cursor) {
    return new TestEntry(
        cursor.token(),
        bytes(cursor.segment(), cursor.keyOffset(), cursor.keyLength()),
        cursor.valueLength() == EntryCursor.REMOVED
            ? null
            : bytes(cursor.segment(), cursor.valueOffset(), cursor.valueLength()));
  }

  private static byte[] bytes(MemorySegment segment, long offset, int length) {
    return segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Looks keys up as an engine does. */
  static final class Reader {
    private final Table table;
    private final BlockDecoder decoder = new BlockDecoder();
    private final Block block = new Block();
    private MemorySegment memory = MemorySegment.NULL;

    Reader(Table table) {
      this.table = table;
    }

    /** The entry of a key, or null. */
    TestEntry get(long token, byte[] key) throws IOException {
      if (!table.mayContain(token)) {
        return null;
      }
      int number = table.blockOf(token);
      while (number >= 0) {
        load(number);
        int entry = block.find(token, key);
        if (entry >= 0) {
          return new TestEntry(block.token(entry), block.copyKey(entry), block.copyValue(entry));
        }
        number = table.continuesWith(number, token) ? number + 1 : -1;
      }
      return null;
    }

    Block load(int number) throws IOException {
      int bytes = table.payloadBytes(number);
      if (memory.byteSize() < bytes) {
        memory = Arena.ofAuto().allocate(bytes);
      }
      decoder.read(table, number, memory, 0);
      return block.wrap(memory, 0, bytes);
    }
  }
}
