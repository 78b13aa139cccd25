package io.atoll.storage.commit;

import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageStats;
import io.atoll.storage.log.CommitLog;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what the log does. The worker counts; any thread may read, and sees each value as it was a
 * moment ago, some before others.
 */
final class LogTally {
  private final AtomicLongArray values = new AtomicLongArray(StorageMetric.values().length);

  /** A frame is written. */
  void frame(int frameWrites, int frameBuffered, int frameBytes) {
    add(StorageMetric.WRITES, frameWrites);
    add(StorageMetric.WRITES_BUFFERED, frameBuffered);
    add(StorageMetric.LOG_BATCHES, 1);
    add(StorageMetric.LOG_BYTES, frameBytes);
    raise(StorageMetric.LOG_BATCH_MAX, frameWrites);
  }

  /** A sync succeeded. */
  void sync(long tookNs) {
    add(StorageMetric.SYNCS, 1);
    add(StorageMetric.LOG_SYNC_NS, tookNs);
    raise(StorageMetric.LOG_SYNC_MAX_NS, tookNs);
  }

  /** A write or sync failed. */
  void failure() {
    add(StorageMetric.LOG_FAILURES, 1);
  }

  /** The log has changed. */
  void held(CommitLog log) {
    set(StorageMetric.LOG_SEGMENTS, log.segments());
    set(StorageMetric.LOG_RECYCLED, log.recycledSegments());
    set(StorageMetric.LOG_HELD_BYTES, log.bytes());
  }

  long value(StorageMetric metric) {
    return values.get(metric.ordinal());
  }

  /** All of it. */
  StorageStats stats() {
    StorageStats.Builder stats = new StorageStats.Builder();
    for (StorageMetric metric : StorageMetric.values()) {
      stats.set(metric, value(metric));
    }
    return stats.build();
  }

  private void add(StorageMetric metric, long amount) {
    set(metric, values.getPlain(metric.ordinal()) + amount);
  }

  private void raise(StorageMetric metric, long value) {
    set(metric, Math.max(values.getPlain(metric.ordinal()), value));
  }

  /** Only the worker writes, so nothing is lost between a read and a write. */
  private void set(StorageMetric metric, long value) {
    values.setRelease(metric.ordinal(), value);
  }
}
