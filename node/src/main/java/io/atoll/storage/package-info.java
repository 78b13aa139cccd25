/**
 * The storage engine of one node: a locked data directory that knows whose it is, a commit log with
 * group commit, and a memtable per shard. Nothing is shown or acknowledged before it is certain to
 * survive a power loss; what was acknowledged is found again at the next start or the start is
 * refused. What can fail is the disk (writes are refused with a typed {@link
 * io.atoll.storage.StorageException} and go on once it works again, reads never stop) and the
 * limits (memory, writes under way, sizes). For now everything lives in memory and the log is never
 * shortened; the interface already allows for reads from the disk.
 *
 * <p>Threads: a shard belongs to its loop, everything that blocks to one worker; between them go
 * {@code PendingWrite}s.
 *
 * <p>Reading order: {@link io.atoll.storage.StorageEngine}, {@link io.atoll.storage.StorageShard}
 * (the contract), {@code FORMAT.md}, {@code MemtableShard} (pending and durable), {@code
 * GroupCommit} (the way through the log), {@link io.atoll.storage.log} with {@code LogRecovery}
 * (torn tail or damage), {@code DataDirectory} (identity and generation).
 */
package io.atoll.storage;
