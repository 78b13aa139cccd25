package io.atoll.storage.compaction;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.table.EntryCursor;
import io.atoll.storage.table.TableProperties;
import io.atoll.storage.table.TableSettings;
import io.atoll.storage.table.TableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The tables that a job writes: each holds whole arcs, lies in one part of the ring that the plan
 * cuts, and is about as long as wanted.
 */
final class JobOutput {
  private final Disk disk;
  private final int shard;
  private final CompactionPlan plan;
  private final Hull hull;
  private final CompactionSettings settings;
  private final TableSettings tables;
  private final LongSupplier numbers;

  private final List<TableMeta> finished = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private long number;
  private DiskFile file;
  private TableWriter writer;
  private long lastToken;

  JobOutput(
      Disk disk,
      int shard,
      CompactionPlan plan,
      CompactionSettings settings,
      TableSettings tables,
      LongSupplier numbers) {
    this.disk = disk;
    this.shard = shard;
    this.plan = plan;
    this.hull = plan.hull();
    this.settings = settings;
    this.numbers = numbers;
    this.tables = plan.isOldest() ? tables.withCompression(settings.bottomCompression()) : tables;
  }

  void add(EntryCursor entry) throws IOException {
    long token = entry.token();
    if (writer != null && isCutBefore(token)) {
      finishTable();
    }
    if (writer == null) {
      begin();
    }
    writer.add(entry);
    lastToken = token;
  }

  /** The tables, certain to survive a power loss. */
  List<TableMeta> finish() throws IOException {
    if (writer != null) {
      finishTable();
    }
    if (!finished.isEmpty()) {
      disk.syncDirectory(ManifestFile.directory(shard));
    }
    return List.copyOf(finished);
  }

  /** Deletes all that was written. */
  void discard() {
    close();
    for (String name : names) {
      try {
        disk.delete(name);
      } catch (IOException ignored) {
        // It is in no manifest and means nothing; the next start deletes it.
      }
    }
  }

  private boolean isCutBefore(long token) {
    int depth = settings.arcDepth();
    if (token == lastToken || Slice.indexOf(token, depth) == Slice.indexOf(lastToken, depth)) {
      return false;
    }
    return Slice.indexOf(token, plan.cutDepth()) != Slice.indexOf(lastToken, plan.cutDepth())
        || writer.sizeBytes() >= settings.sizes().targetTableBytes();
  }

  private void begin() throws IOException {
    number = numbers.getAsLong();
    String name = ManifestFile.directory(shard) + "/" + ShardState.tableFileName(number);
    // A crash may have left a file of this number, longer than what is written now.
    disk.delete(name);
    names.add(name);
    file = disk.openForWrite(name);
    writer = new TableWriter(file, number, shard, plan.keyspaceId(), tables, expectedEntries());
  }

  private void finishTable() throws IOException {
    TableProperties properties = writer.finish(hull.minSequence(), hull.maxSequence());
    writer = null;
    file.sync();
    DiskFile synced = file;
    file = null;
    synced.close();
    finished.add(properties.meta());
  }

  private int expectedEntries() {
    long entries = plan.inputs().stream().mapToLong(TableMeta::entries).sum();
    double share = 1.2 * settings.sizes().targetTableBytes() / Math.max(1, plan.inputBytes());
    return (int) Math.min(1 << 24, Math.max(16, Math.min(1, share) * entries));
  }

  private void close() {
    writer = null;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // It is deleted next, and with it what closing could have lost.
      }
      file = null;
    }
  }
}
