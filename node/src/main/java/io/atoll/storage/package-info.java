/**
 * The storage engine of one node: a locked data directory that names its node, a commit log with
 * group commit, and for each shard memtables, sorted tables and a block cache: a log-structured
 * merge tree whose reads never block a loop. Nothing is shown or acknowledged before it is certain
 * to survive a power loss (or, where the writer asked for less, the end of the process); what was
 * acknowledged is found again at the next start, or the loss is named. What can fail is the disk
 * (writes are refused with a typed {@link io.atoll.storage.StorageException} and go on once it
 * works again, reads never stop), a table that is damaged (its range fails until it is repaired)
 * and the limits (memory, writes in progress, sizes).
 *
 * <p>Threads: a shard belongs to its loop; the log, flushing, compaction and waiting for blocks to
 * workers; between them go {@code PendingWrite}s, immutable memtables and tables, and tasks.
 *
 * <p>This package is the API. Beneath it lie the files and what is made of them: {@link
 * io.atoll.storage.log}, {@link io.atoll.storage.manifest}, {@link io.atoll.storage.table}, {@link
 * io.atoll.storage.memtable}, {@link io.atoll.storage.cache}, {@link io.atoll.storage.merge},
 * {@link io.atoll.storage.compaction}. Above it, what serves: {@link io.atoll.storage.commit} (the
 * way of a write through the log), {@link io.atoll.storage.read} (lookups and scans), {@link
 * io.atoll.storage.shard}, and {@link io.atoll.storage.engine}, which opens it all. In this order
 * each knows itself and those before it.
 *
 * <p>Reading order: {@link io.atoll.storage.StorageEngine}, {@link io.atoll.storage.StorageShard}
 * (the contract), {@link io.atoll.storage.ShardListener} (hears of every change), {@code
 * FORMAT.md}, then {@code shard.LsmShard}, {@code commit.GroupCommit}, {@code log.LogRecovery}
 * (torn tail or damage), {@code read.Lookup}, {@code engine.EngineOpening}.
 */
package io.atoll.storage;
