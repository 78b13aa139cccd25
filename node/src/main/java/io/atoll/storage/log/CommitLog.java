package io.atoll.storage.log;

import java.io.IOException;

/**
 * The log as those see it that write it: frames one behind the other, durable once synced.
 * Blocking; belongs to one worker.
 *
 * <p>After a failure nothing can be written until {@link #startSegment} has succeeded. What was
 * appended before it and not synced is kept until then, and comes first in the new segment.
 */
public interface CommitLog extends AutoCloseable {
  /**
   * Appends a frame.
   *
   * @param sync whether it and all before it are durable when this returns; otherwise a crash may
   *     take it, and a later {@link #sync} or append that syncs makes it durable
   * @throws IOException when it is not there; the log then takes nothing until {@link
   *     #startSegment}
   */
  void append(FrameBuffer entries, boolean sync) throws IOException;

  /**
   * Makes all frames durable.
   *
   * @throws IOException as with {@link #append}
   */
  void sync() throws IOException;

  /** Starts the next segment, after a sync of the current one. */
  void startSegment() throws IOException;

  /**
   * All entries of a shard in frames that end at or before a place are in tables; segments that
   * nobody needs any more are given up.
   */
  void flushed(int shard, LogPosition upTo);

  /** Where the log ends; after a failure, where it durably ends. */
  LogPosition end();

  /** Whether no write or sync failed since the last segment was started. */
  boolean isWritable();

  /** Whether frames were appended that are not synced. */
  boolean isUnsynced();

  /** Bytes that a recovery would read. */
  long bytes();

  /** How many segments the log has. */
  long segments();

  /** How many segments were made from older ones. */
  long recycledSegments();

  /** The shard whose flush would let the log begin later; -1 when none would. */
  int oldestPinningShard();

  /** Bytes that the device beneath still takes. */
  long usableBytes() throws IOException;

  /** Where it lies, for messages. */
  String place();

  @Override
  void close();
}
