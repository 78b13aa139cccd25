package io.atoll.storage.shard;

import io.atoll.env.Disk;
import io.atoll.storage.memtable.Memtable;
import io.atoll.storage.memtable.MemtableCursor;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.table.TableSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Writes a memtable that changes no more to tables, one for each keyspace. Blocking. */
final class MemtableWriter {
  private final Disk disk;
  private final int shard;
  private final TableSettings settings;
  private final LongSupplier numbers;

  /**
   * @param numbers gives each table its own
   */
  MemtableWriter(Disk disk, int shard, TableSettings settings, LongSupplier numbers) {
    this.disk = disk;
    this.shard = shard;
    this.settings = settings;
    this.numbers = numbers;
  }

  /**
   * Writes the tables; on return they are durable, with their names.
   *
   * @return the open tables; when this fails, there are none
   */
  List<LiveTable> write(Memtable memtable) throws IOException {
    List<LiveTable> written = new ArrayList<>();
    try {
      for (int keyspaceId : memtable.keyspaces()) {
        written.add(write(memtable, keyspaceId));
      }
      TableFile.syncDirectory(disk, shard);
      return written;
    } catch (Throwable e) {
      written.forEach(table -> TableFile.discard(disk, shard, table));
      throw e;
    }
  }

  private LiveTable write(Memtable memtable, int keyspaceId) throws IOException {
    int entries = memtable.entries(keyspaceId);
    try (TableFile file =
        new TableFile(disk, shard, keyspaceId, numbers.getAsLong(), settings, entries)) {
      MemtableCursor cursor = memtable.cursor(keyspaceId);
      while (cursor.next()) {
        file.writer().add(cursor);
      }
      return file.complete(memtable.sequence(), memtable.sequence());
    }
  }
}
