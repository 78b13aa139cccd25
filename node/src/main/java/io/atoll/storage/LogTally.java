package io.atoll.storage;

import io.atoll.storage.log.LogWriter;

/** Counts what the log does. Belongs to the worker, which publishes {@link #counters}. */
final class LogTally {
  private long writes;
  private long bufferedWrites;
  private long frames;
  private long bytes;
  private long maxFrameWrites;
  private long maxFrameBytes;
  private long syncs;
  private long syncNs;
  private long maxSyncNs;
  private long failures;

  /** A frame is written. */
  void frame(int frameWrites, int frameBuffered, int frameBytes) {
    writes += frameWrites;
    bufferedWrites += frameBuffered;
    frames++;
    bytes += frameBytes;
    maxFrameWrites = Math.max(maxFrameWrites, frameWrites);
    maxFrameBytes = Math.max(maxFrameBytes, frameBytes);
  }

  /** A sync succeeded. */
  void sync(long tookNs) {
    syncs++;
    syncNs += tookNs;
    maxSyncNs = Math.max(maxSyncNs, tookNs);
  }

  /** A write or sync failed. */
  void failure() {
    failures++;
  }

  /** The state now. */
  LogCounters counters(LogWriter writer) {
    return new LogCounters(
        writes,
        bufferedWrites,
        frames,
        bytes,
        maxFrameWrites,
        maxFrameBytes,
        syncs,
        syncNs,
        maxSyncNs,
        failures,
        writer.segments(),
        writer.recycledSegments(),
        writer.bytes());
  }
}
