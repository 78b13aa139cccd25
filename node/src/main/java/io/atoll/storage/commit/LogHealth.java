package io.atoll.storage.commit;

import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.log.CommitLog;
import java.io.IOException;

/**
 * Whether the log can be written, and what a failure means. Each failure begins an epoch: a write
 * that was made in an earlier one may build on a write that failed, and is void. Belongs to the
 * worker, but for {@link #failure}.
 */
final class LogHealth {
  private final CommitLog log;

  /** Room for a batch and a header: with less, a new segment would fail at once again. */
  private final long roomBytes;

  private int epoch;
  private StorageException lastFailure;

  /** Why writes are refused now. */
  private volatile StorageException failure;

  LogHealth(CommitLog log, int batchBytes) {
    this.log = log;
    this.roomBytes = 2L * batchBytes;
  }

  /** How often the log has failed. */
  int epoch() {
    return epoch;
  }

  /** Why writes are refused, or null. Any thread. */
  StorageException failure() {
    return failure;
  }

  /** Why writes of earlier epochs are void; null before the first failure. */
  StorageException lastFailure() {
    return lastFailure;
  }

  /** A write or sync failed: answers what that is to the writers. */
  StorageException failed(Throwable cause) {
    epoch++;
    lastFailure = typed(cause);
    failure = lastFailure;
    return lastFailure;
  }

  /**
   * Tries to begin a new segment.
   *
   * @return false while the disk is as full as it was, so that it is not even tried
   * @throws IOException when it fails again
   */
  boolean recover() throws IOException {
    if (lastFailure.reason() == Reason.DISK_FULL && isFull()) {
      return false;
    }
    log.startSegment();
    failure = null;
    return true;
  }

  private StorageException typed(Throwable cause) {
    boolean full;
    try {
      full = isFull();
    } catch (IOException | RuntimeException unknown) {
      full = false;
    }
    return full
        ? new StorageException(
            Reason.DISK_FULL,
            "the disk of %s is full: writes are refused until %d bytes are free"
                .formatted(log.place(), roomBytes),
            cause)
        : new StorageException(
            Reason.LOG_FAILED,
            "writing the log in %s failed (%s): writes are refused until a new segment can be written; check the disk"
                .formatted(log.place(), cause instanceof IOException ? cause.getMessage() : cause),
            cause);
  }

  private boolean isFull() throws IOException {
    return log.usableBytes() < roomBytes;
  }
}
