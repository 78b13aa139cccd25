/**
 * The storage engine of one node: a locked data directory that knows whose it is, a commit log with
 * group commit, and for each shard memtables, sorted tables and a block cache: a log-structured
 * merge tree whose reads never block a loop. Nothing is shown or acknowledged before it is certain
 * to survive a power loss (or, where the writer asked for less, the end of the process); what was
 * acknowledged is found again at the next start, or the loss is named. What can fail is the disk
 * (writes are refused with a typed {@link io.atoll.storage.StorageException} and go on once it
 * works again, reads never stop), a table that is damaged (its range fails until it is repaired)
 * and the limits (memory, writes under way, sizes).
 *
 * <p>Threads: a shard belongs to its loop; the log, flushing, compaction and waiting for blocks to
 * workers; between them go {@code PendingWrite}s, immutable memtables and tables, and tasks.
 *
 * <p>Reading order: {@link io.atoll.storage.StorageEngine}, {@link io.atoll.storage.StorageShard}
 * (the contract), {@link io.atoll.storage.ShardListener} (who hears of every change), {@code
 * FORMAT.md}, {@code LsmShard} (pending and acknowledged), {@code GroupCommit} (the way through the
 * log), {@link io.atoll.storage.log} with {@code LogRecovery} (torn tail or damage), {@code
 * ShardStore} with {@code ShardMemory} and {@code ShardTables}, {@code Lookup} and {@code
 * BlockReads} (the way of a read), {@code ShardFlusher}, {@code ShardCompactor}, {@code ShardScan},
 * {@code EngineOpening} with {@code ShardRecovery}, {@code DataDirectory} (identity and
 * generation).
 */
package io.atoll.storage;
