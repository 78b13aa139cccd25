package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_IS_DURABLE;
import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_LIVES;
import static io.atoll.chaos.sabotage.Promised.DROPPED_DATA_IS_GONE;
import static io.atoll.chaos.sabotage.Promised.EVERYTHING_IS_BOUNDED;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;
import static io.atoll.chaos.sabotage.Promised.NODES_COME_BACK;
import static io.atoll.chaos.sabotage.Promised.NOTHING_RETURNS;
import static io.atoll.chaos.sabotage.Promised.READS_SEE_WRITES;

import java.util.List;

/** The storage engine: its log, its tables, what is read of them. */
final class StorageSabotages {
  private static final String STORAGE = "node/src/main/java/io/atoll/storage/";
  private static final String COMMIT = STORAGE + "commit/GroupCommit.java";
  private static final String PENDING = STORAGE + "commit/PendingWrites.java";
  private static final String HEALTH = STORAGE + "commit/LogHealth.java";
  private static final String WRITER = STORAGE + "log/LogWriter.java";
  private static final String RECOVERY = STORAGE + "log/LogRecovery.java";
  private static final String LEDGER = STORAGE + "log/SegmentLedger.java";
  private static final String SHARD = STORAGE + "shard/LsmShard.java";
  private static final String STORE = STORAGE + "shard/ShardStore.java";
  private static final String FLUSHER = STORAGE + "shard/ShardFlusher.java";
  private static final String MANIFEST = STORAGE + "shard/ManifestWriter.java";
  private static final String START = STORAGE + "shard/ShardRecovery.java";
  private static final String MEMTABLES = STORAGE + "shard/MemtableWriter.java";
  private static final String TABLE_FILE = STORAGE + "shard/TableFile.java";
  private static final String STATE = STORAGE + "manifest/ShardState.java";
  private static final String DURABLE_FILE = "node/src/main/java/io/atoll/env/DurableFile.java";
  private static final String MEMTABLE = STORAGE + "memtable/Memtable.java";
  private static final String LOOKUP = STORAGE + "read/Lookup.java";
  private static final String TABLES = STORAGE + "read/TableSet.java";
  private static final String MEMORY = STORAGE + "read/ShardMemory.java";
  private static final String BLOCK = STORAGE + "table/Block.java";
  private static final String FILTER = STORAGE + "table/FilterPart.java";
  private static final String MERGE = STORAGE + "merge/MergeCursor.java";
  private static final String COMPACTION = STORAGE + "compaction/CompactionJob.java";
  private static final String COMPACTED = STORAGE + "compaction/JobOutput.java";
  private static final String RETENTION = STORAGE + "compaction/RetentionFilter.java";
  private static final String DROPS = STORAGE + "compaction/RangeTombstoneCursor.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "the-log-is-not-synced",
              ACKNOWLEDGED_IS_DURABLE,
              WRITER,
              "private void synced(long upTo) throws IOException { file.sync();",
              "private void synced(long upTo) throws IOException {"),
          new Sabotage(
              "every-other-batch-is-not-synced",
              ACKNOWLEDGED_IS_DURABLE,
              COMMIT,
              "boolean sync = buffered < writes;",
              "boolean sync = buffered < writes && (log.end().offset() & 8) == 0;"),
          new Sabotage(
              "writes-are-told-before-the-log-has-them",
              ACKNOWLEDGED_IS_DURABLE,
              COMMIT,
              "log.append(frame, sync);",
              "reports.committed(log.end()); log.append(frame, sync);"),
          new Sabotage(
              "writes-of-a-failed-batch-are-told-durable",
              ACKNOWLEDGED_IS_DURABLE,
              COMMIT,
              "} catch (Throwable e) { logFailed(e); voidWaiting(); }"
                  + " reports.refuse(health.lastFailure());",
              "} catch (Throwable e) { reports.committed(log.end()); logFailed(e); voidWaiting(); }"
                  + " reports.refuse(health.lastFailure());"),
          new Sabotage(
              "a-log-that-failed-is-never-tried-again",
              IT_WORKS,
              COMMIT,
              "if (closing) { return; } boolean recovered = false;",
              "if (closing || queue.length() >= 0) { return; } boolean recovered = false;"),
          new Sabotage(
              "writes-from-before-a-failure-of-the-log-are-written-after-it",
              ACKNOWLEDGED_LIVES,
              HEALTH,
              "StorageException failed(Throwable cause) { epoch++;",
              "StorageException failed(Throwable cause) {"),
          new Sabotage(
              "the-name-of-a-new-segment-is-not-synced",
              ACKNOWLEDGED_IS_DURABLE,
              WRITER,
              "created.sync(); disk.syncDirectory(SegmentHeader.DIRECTORY);",
              "created.sync();"),
          new Sabotage(
              "segments-that-are-still-needed-are-recycled",
              ACKNOWLEDGED_LIVES,
              LEDGER,
              "if (end > 0 && !isFlushed) { return shard; }",
              "if (end > 0 && !isFlushed && shard == 0) { return shard; }"),
          new Sabotage(
              "a-segment-pins-no-shard-but-that-of-its-last-frame",
              ACKNOWLEDGED_LIVES,
              LEDGER,
              "segments.getLast().lastEnds[shard] = frameEndOffset;",
              "java.util.Arrays.fill(segments.getLast().lastEnds, 0);"
                  + " segments.getLast().lastEnds[shard] = frameEndOffset;"),
          new Sabotage(
              "the-last-frame-of-the-log-is-not-replayed",
              ACKNOWLEDGED_LIVES,
              RECOVERY,
              "sealed |= show(segment, offset, payload); synced = segment.syncedOffset(offset);"
                  + " offset += length;",
              "if (segment.payload(offset + length) != null) { sealed |= show(segment, offset,"
                  + " segment.payload(offset)); } synced = segment.syncedOffset(offset); offset +="
                  + " length;"),
          new Sabotage(
              "inner-segments-are-replayed-but-for-their-last-frame",
              ACKNOWLEDGED_LIVES,
              RECOVERY,
              "if (next <= end) { show(segment, offset, payload); }",
              "if (next < end) { show(segment, offset, payload); }"),
          new Sabotage(
              "a-start-cuts-the-log-at-its-last-sync",
              ACKNOWLEDGED_LIVES,
              RECOVERY,
              "return end.compareTo(flushed.get(shard)) > 0;",
              "return end.offset() > flushed.get(shard).offset();"),
          new Sabotage(
              "what-a-start-keeps-of-the-log-is-not-made-durable",
              ACKNOWLEDGED_LIVES,
              RECOVERY,
              "copyInPlace(file, end.synced, end.offset); file.sync();",
              "copyInPlace(file, end.synced, end.offset);"),
          new Sabotage(
              "a-drop-is-not-replayed",
              DROPPED_DATA_IS_GONE,
              RECOVERY,
              "visitor.dropRange(shard, keyspaceId, tokens);",
              ""),
          new Sabotage(
              "reads-do-not-see-what-waits-for-the-disk",
              READS_SEE_WRITES,
              SHARD,
              "return newest == null ? read(key) : newest.future().recover(undone -> get(key));",
              "return read(key);"),
          new Sabotage(
              "changes-do-not-see-what-waits-for-the-disk",
              ACKNOWLEDGED_LIVES,
              SHARD,
              "if (newest != null) { return apply(key, durability, change, newest.value); }",
              ""),
          new Sabotage(
              "a-change-that-waited-for-a-block-does-not-see-what-came-meanwhile",
              ACKNOWLEDGED_LIVES,
              SHARD,
              "byte[] before = newest == null ? durable : newest.value;",
              "byte[] before = durable;"),
          new Sabotage(
              "an-unchanged-state-does-not-wait-for-the-disk",
              ACKNOWLEDGED_IS_DURABLE,
              SHARD,
              "return newest == null ? Future.succeededFuture(after) : newest.future();",
              "return Future.succeededFuture(after);"),
          new Sabotage(
              "pending-writes-are-not-undone-when-the-log-fails",
              ACKNOWLEDGED_LIVES,
              SHARD,
              "epoch = newEpoch; pending.undo();",
              "epoch = newEpoch;"),
          new Sabotage(
              "bytes-of-pending-writes-are-never-given-back",
              EVERYTHING_IS_BOUNDED,
              PENDING,
              "public void remove(PendingWrite write) { bytes -= write.bytes();",
              "public void remove(PendingWrite write) {"),
          new Sabotage(
              "a-flush-loses-what-came-during-it",
              ACKNOWLEDGED_LIVES,
              STORE,
              "parts.log().flushed(shard, flushed.upTo());",
              "parts.log().flushed(shard, appliedTo);"),
          new Sabotage(
              "a-flush-is-told-to-the-log-before-it-is-durable",
              ACKNOWLEDGED_LIVES,
              FLUSHER,
              "List<LiveTable> written = writer.write(full.memtable()); loop.execute(() ->"
                  + " written(full, written));",
              "loop.execute(() -> listener.flushed(full, List.of())); List<LiveTable> written ="
                  + " writer.write(full.memtable()); loop.execute(() -> written(full, written));"),
          new Sabotage(
              "a-memtable-is-let-go-before-its-table-is-shown",
              READS_SEE_WRITES,
              FLUSHER,
              "Memtable memtable = full.memtable(); tables",
              "Memtable memtable = full.memtable(); memory.flushed(full);"
                  + " memory.rotate(full.upTo()); tables"),
          new Sabotage(
              "the-newest-full-memtable-is-let-go-instead-of-the-oldest",
              READS_SEE_WRITES,
              MEMORY,
              "System.arraycopy(full, 0, shorter, 0, shorter.length);",
              "System.arraycopy(full, 1, shorter, 0, shorter.length);"),
          new Sabotage(
              "a-table-is-not-synced",
              ACKNOWLEDGED_LIVES,
              TABLE_FILE,
              "TableProperties properties = writer.finish(minSequence, maxSequence); file.sync();",
              "TableProperties properties = writer.finish(minSequence, maxSequence);"),
          new Sabotage(
              "the-name-of-a-table-is-not-synced",
              ACKNOWLEDGED_LIVES,
              MEMTABLES,
              "TableFile.syncDirectory(disk, shard);",
              ""),
          new Sabotage(
              "a-flush-writes-the-first-keyspace-only",
              ACKNOWLEDGED_LIVES,
              MEMTABLES,
              "for (int keyspaceId : memtable.keyspaces()) {",
              "for (int keyspaceId : memtable.keyspaces().stream().limit(1).toList()) {"),
          new Sabotage(
              "the-manifest-shows-what-is-not-durable",
              ACKNOWLEDGED_LIVES,
              MANIFEST,
              "try { file.replace(state); loop.execute(() -> written(state, covered));",
              "try { loop.execute(() -> written(state, covered)); file.replace(state);"),
          new Sabotage(
              "a-small-file-is-replaced-before-its-content-is-synced",
              NODES_COME_BACK,
              DURABLE_FILE,
              "file.write(out, 0); file.sync();",
              "file.write(out, 0);"),
          new Sabotage(
              "the-new-name-of-a-small-file-is-not-synced",
              NODES_COME_BACK,
              DURABLE_FILE,
              "disk.rename(temporary, name); disk.syncDirectory(directory());",
              "disk.rename(temporary, name);"),
          new Sabotage(
              "a-flush-forgets-the-drops",
              DROPPED_DATA_IS_GONE,
              FLUSHER,
              "memtable.rangeTombstones(),",
              "List.of(),"),
          new Sabotage(
              "a-start-takes-an-unknown-table-for-lost",
              NODES_COME_BACK,
              START,
              "if (name.endsWith(\".table\") && !named.contains(name)) {",
              "if (name.endsWith(\".table\")) {"),
          new Sabotage(
              "sequences-are-given-again-after-a-start",
              ACKNOWLEDGED_LIVES,
              STATE,
              "Math.max(nextSequence, this.nextSequence), flushedTo);",
              "this.nextSequence, flushedTo);"),
          new Sabotage(
              "a-drop-hides-what-came-after-it",
              ACKNOWLEDGED_LIVES,
              MEMTABLE,
              "rangeTombstones.add(new RangeTombstone(keyspaceId, tokens, sequence));",
              "rangeTombstones.add(new RangeTombstone(keyspaceId, tokens, sequence + 1_000));"),
          new Sabotage(
              "a-drop-hides-nothing-that-is-flushed",
              DROPPED_DATA_IS_GONE,
              MEMTABLE,
              "&& rangeTombstones.get(i).hides(token, sequence - 1)) {",
              "&& rangeTombstones.get(i).hides(token, sequence + 1)) {"),
          new Sabotage(
              "a-drop-leaves-the-memtable-as-it-is",
              DROPPED_DATA_IS_GONE,
              MEMTABLE,
              "if (table != null) { table.clear(tokens); }",
              ""),
          new Sabotage(
              "a-lookup-ignores-memtables-that-are-being-flushed",
              READS_SEE_WRITES,
              LOOKUP,
              "for (ShardMemory.Full full : memory.full()) {",
              "for (ShardMemory.Full full : new ShardMemory.Full[0]) {"),
          new Sabotage(
              "a-lookup-stops-at-the-first-table",
              READS_SEE_WRITES,
              LOOKUP,
              "for (int i = first; i < candidates.length; i++) {",
              "for (int i = first; i < Math.min(candidates.length, 1); i++) {"),
          new Sabotage(
              "a-lookup-does-not-go-on-into-the-next-block",
              READS_SEE_WRITES,
              LOOKUP,
              "if (!table.table.continuesWith(number, token)) {",
              "if (number >= firstBlock) {"),
          new Sabotage(
              "old-tables-are-read-before-new-ones",
              NOTHING_RETURNS,
              TABLES,
              "Comparator.comparingLong((LiveTable table) ->"
                  + " table.meta.maxSequence()).reversed());",
              "Comparator.comparingLong((LiveTable table) -> table.meta.maxSequence()));"),
          new Sabotage(
              "a-table-lacks-its-last-token",
              READS_SEE_WRITES,
              TABLES,
              "for (int i = pieceOf(table.meta.tokens().from()); i <= last; i++) {",
              "for (int i = pieceOf(table.meta.tokens().from()); i < last; i++) {"),
          new Sabotage(
              "a-filter-denies-one-token-in-sixteen",
              READS_SEE_WRITES,
              FILTER,
              "return (byte) (fingerprint(hash) ^ prints[a] ^ prints[b] ^ prints[c]) == 0;",
              "return (byte) (fingerprint(hash) ^ prints[a] ^ prints[b] ^ prints[c]) == 0 && (hash"
                  + " & 15) != 0;"),
          new Sabotage(
              "a-block-hides-its-last-entry",
              READS_SEE_WRITES,
              BLOCK,
              "for (int index = firstWith(token); index < count && token(index) == token; index++)"
                  + " {",
              "for (int index = firstWith(token); index < Math.max(1, count - 1) && token(index) =="
                  + " token; index++) {"),
          new Sabotage(
              "a-merge-of-tables-keeps-the-older-state",
              NOTHING_RETURNS,
              MERGE,
              "if (order < 0 || order == 0 && sources[i].sequence() > sources[best].sequence()) {",
              "if (order < 0 || order == 0 && sources[i].sequence() < sources[best].sequence()) {"),
          new Sabotage(
              "a-compaction-drops-one-entry-in-eight",
              ACKNOWLEDGED_LIVES,
              COMPACTION,
              "if (filter.keeps(newest)) {",
              "if (filter.keeps(newest) && (newest.token() & 7) != 0) {"),
          new Sabotage(
              "a-compaction-ignores-drops",
              DROPPED_DATA_IS_GONE,
              DROPS,
              "&& sequence < rangeTombstone.sequence())",
              "&& sequence < 0)"),
          new Sabotage(
              "a-compaction-drops-what-came-after-a-drop",
              ACKNOWLEDGED_LIVES,
              DROPS,
              "rangeTombstone.keyspaceId() == keyspaceId && sequence < rangeTombstone.sequence())",
              "rangeTombstone.keyspaceId() >= keyspaceId)"),
          new Sabotage(
              "a-compacted-table-is-not-synced",
              ACKNOWLEDGED_LIVES,
              COMPACTED,
              "writer = null; file.sync();",
              "writer = null;"),
          new Sabotage(
              "a-compaction-keeps-no-value-at-the-bottom",
              ACKNOWLEDGED_LIVES,
              RETENTION,
              "return !asksRule ||",
              "return !asksRule && !(bottom.isReachedAt(entry.token()) && entry.valueLength() < 80)"
                  + " ||"));

  private StorageSabotages() {}
}
