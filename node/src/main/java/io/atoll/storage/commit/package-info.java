/**
 * The way of a write from its shard's loop into the commit log and back. Knows nothing of memtables
 * and tables: a shard is a {@link io.atoll.storage.commit.CommitShard}, the log a {@link
 * io.atoll.storage.log.CommitLog}.
 *
 * <p>Reading order: {@link io.atoll.storage.commit.PendingWrite}, {@code WriteQueue}, {@link
 * io.atoll.storage.commit.GroupCommit}, then {@code LoopReports} (what it tells the loops), {@code
 * LogHealth} (what a failure means), and {@link io.atoll.storage.commit.PendingWrites}, which a
 * shard keeps of what is under way.
 */
package io.atoll.storage.commit;
