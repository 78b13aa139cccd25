package io.atoll.storage.commit;

import io.atoll.storage.StorageException;
import io.atoll.storage.log.LogPosition;

/**
 * What {@link GroupCommit} tells a shard. All but {@link #number} is called on the shard's loop.
 */
public interface CommitShard {
  /** Which shard this is. Any thread. */
  int number();

  /**
   * The log has a write: makes it visible, without telling anybody yet. In the order of the log.
   */
  void promote(PendingWrite write);

  /**
   * All writes of this shard in frames that end at or before a place have been promoted, and none
   * of a later frame. Comes after the promotes of each batch, also to the other shards of a loop
   * that has a part in it, where the log is too long to the shard that keeps it so, and before
   * {@link #logRecovered}. A shard that has nothing in memory that is in no table may say {@link
   * GroupCommit#flushed} up to here.
   */
  void committedTo(LogPosition end);

  /** A write of an epoch that failed has come back. */
  void discard(PendingWrite write);

  /** The log failed: nothing that is pending will ever have been. What was promoted stays. */
  void logFailed(int newEpoch, StorageException cause);

  /** The log takes writes again. */
  void logRecovered(int currentEpoch);
}
