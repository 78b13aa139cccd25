package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_LIVES;
import static io.atoll.chaos.sabotage.Promised.DROPPED_DATA_IS_GONE;
import static io.atoll.chaos.sabotage.Promised.NODES_COME_BACK;
import static io.atoll.chaos.sabotage.Promised.NOTHING_RETURNS;
import static io.atoll.chaos.sabotage.Promised.READS_SEE_WRITES;

import java.util.List;

/** Memtables, tables, and what is read of them. */
final class TableSabotages {
  private static final String STORAGE = "node/src/main/java/io/atoll/storage/";
  private static final String STORE = STORAGE + "shard/ShardStore.java";
  private static final String FLUSHER = STORAGE + "shard/ShardFlusher.java";
  private static final String MANIFEST = STORAGE + "shard/ManifestWriter.java";
  private static final String START = STORAGE + "shard/ShardRecovery.java";
  private static final String MEMTABLES = STORAGE + "shard/MemtableWriter.java";
  private static final String TABLE_FILE = STORAGE + "shard/TableFile.java";
  private static final String STATE = STORAGE + "manifest/ShardState.java";
  private static final String DURABLE_FILE = "node/src/main/java/io/atoll/env/DurableFile.java";
  private static final String MEMTABLE = STORAGE + "memtable/Memtable.java";
  private static final String TOMBSTONE = STORAGE + "manifest/RangeTombstone.java";
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
              "a-start-deletes-every-table",
              NODES_COME_BACK,
              START,
              "if (name.endsWith(\".table\") && !named.contains(name)) {",
              "if (name.endsWith(\".table\")) {"),
          new Sabotage(
              "sequences-are-given-again-after-a-start",
              ACKNOWLEDGED_LIVES,
              STATE,
              "Math.max(nextSequence, this.nextSequence), flushedTo, account.stated(statement));",
              "this.nextSequence, flushedTo, account.stated(statement));"),
          new Sabotage(
              "a-drop-hides-nothing-that-is-flushed",
              DROPPED_DATA_IS_GONE,
              TOMBSTONE,
              "return ofSequence < sequence && tokens.contains(token);",
              "return ofSequence < 0 && tokens.contains(token);"),
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
              "a-drop-hides-other-keyspaces-in-a-compaction",
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
              "a-compaction-takes-short-values-for-removals",
              ACKNOWLEDGED_LIVES,
              RETENTION,
              "if (entry.valueLength() == EntryCursor.REMOVED) {",
              "if (entry.valueLength() < 128) {"));

  private TableSabotages() {}
}
