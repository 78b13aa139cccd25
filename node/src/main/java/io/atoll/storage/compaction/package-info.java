/**
 * Compaction: tables with neighbouring sequence numbers become one run, so that a read meets few
 * tables and what was superseded goes. Which ones, and when, is planned by pure functions of sizes
 * and sequence numbers; a job carries a plan out in slices on a worker. What can fail is the disk
 * and a damaged input; neither loses anything, because inputs go only after the outputs are in the
 * manifest.
 *
 * <p>Reading order: {@code RetentionFilter} (what is kept), {@link
 * io.atoll.storage.compaction.RetentionRule}, {@link io.atoll.storage.compaction.Bottom}, {@link
 * io.atoll.storage.compaction.CompactionPlanner} (which tables, and why those), {@link
 * io.atoll.storage.compaction.CompactionSettings}, {@link
 * io.atoll.storage.compaction.CompactionJob}, {@link io.atoll.storage.compaction.JobOutcome}.
 */
package io.atoll.storage.compaction;
