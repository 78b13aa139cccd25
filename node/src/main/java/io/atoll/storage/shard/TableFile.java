package io.atoll.storage.shard;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.table.Table;
import io.atoll.storage.table.TableProperties;
import io.atoll.storage.table.TableSettings;
import io.atoll.storage.table.TableWriter;
import java.io.IOException;

/**
 * A table of a shard while it is written: its file, which goes unless the table is completed. All
 * calls block and belong to one worker.
 */
final class TableFile implements AutoCloseable {
  private final Disk disk;
  private final int shard;
  private final String name;
  private final DiskFile file;
  private final TableWriter writer;
  private boolean complete;

  /**
   * @param expectedEntries about how many there will be
   */
  TableFile(
      Disk disk,
      int shard,
      int keyspaceId,
      long number,
      TableSettings settings,
      int expectedEntries)
      throws IOException {
    this.disk = disk;
    this.shard = shard;
    this.name = ShardTables.fileName(shard, number);
    // Never written over: the remains of a failed attempt may hold blocks of the same place.
    disk.delete(name);
    this.file = disk.openForWrite(name);
    this.writer = new TableWriter(file, number, shard, keyspaceId, settings, expectedEntries);
  }

  TableWriter writer() {
    return writer;
  }

  /**
   * Makes the file durable, but for its name in the directory: {@link #syncDirectory}.
   *
   * @return the open table
   */
  LiveTable complete(long minSequence, long maxSequence) throws IOException {
    TableProperties properties = writer.finish(minSequence, maxSequence);
    file.sync();
    LiveTable table = open(disk, shard, properties.meta());
    complete = true;
    return table;
  }

  /** Makes the names of all completed tables of a shard durable. */
  static void syncDirectory(Disk disk, int shard) throws IOException {
    disk.syncDirectory(ManifestFile.directory(shard));
  }

  /** Opens a finished table. */
  static LiveTable open(Disk disk, int shard, TableMeta meta) throws IOException {
    String name = ShardTables.fileName(shard, meta.number());
    DiskFile file = disk.openForRead(name);
    try {
      return new LiveTable(meta, Table.open(file, name, meta.number(), shard, meta.keyspaceId()));
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  /** Deletes a table that is not to be, as far as that goes: the next start deletes leftovers. */
  static void discard(Disk disk, int shard, LiveTable table) {
    try {
      table.table.close();
      disk.delete(ShardTables.fileName(shard, table.meta.number()));
    } catch (IOException leftover) {
      // Said above.
    }
  }

  @Override
  public void close() {
    try {
      file.close();
      if (!complete) {
        disk.delete(name);
      }
    } catch (IOException leftover) {
      // The next start deletes what no manifest names.
    }
  }
}
