package io.atoll.storage.commit;

import io.atoll.env.Clock;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.Worker;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageStats;
import io.atoll.storage.log.CommitLog;
import io.atoll.storage.log.FrameBuffer;
import io.atoll.storage.log.LogPosition;
import java.io.IOException;
import java.util.List;

/**
 * The way from many loops to the one log and back. Loops queue writes; the worker takes all that
 * wait, up to a batch, encodes them into one frame, writes and syncs it, and posts one task to each
 * loop that had a part in it. While it syncs, the next batch gathers: the slower the disk, the
 * larger the batches (DeWitt et al., "Implementation Techniques for Main Memory Database Systems",
 * 1984).
 *
 * <p>The order of the queue is the order of the log. A loop queues its writes in the order in which
 * it computed them, so the log has the updates of one key in theirs.
 *
 * <p>A batch in which every write is content to be buffered is written and not synced: its writes
 * are acknowledged after the write, and the next batch with another kind of write, or a timer, or
 * the end of the segment, syncs. Should that fail, those writes are in the shards' memory already,
 * and others may have seen them: {@link CommitLog} keeps them and begins the next segment with
 * them, before anything that builds on them. So a buffered write is lost only when the node stops
 * before a sync, and then with all writes behind it.
 *
 * <p>Whatever is thrown between a write's being taken from the queue and its being durable is a
 * failure of the log, an {@link Error} like an exception; one after which the process must end is
 * passed on when the log has been marked as failed.
 *
 * <p>A failure raises the epoch. All writes of an epoch that failed are refused, whether they were
 * in the failed frame or queued behind it, because each may build on one that failed; the loops
 * hear of the failure before they get any of those writes back. Then a new segment is tried again
 * and again, and once it stands, the loops may go on.
 */
public final class GroupCommit {
  private final CommitLog log;
  private final Worker worker;
  private final Loop timer;
  private final Clock clock;
  private final StorageSettings.Log settings;

  private final WriteQueue queue = new WriteQueue();
  private final LogTally tally = new LogTally();
  private final LogHealth health;
  private final LoopReports reports;

  private volatile boolean closing;
  private volatile int oldestPinningShard;

  // The worker's own.
  private final FrameBuffer frame;
  private boolean syncIsDue;

  /** The first of the writes that were taken from the queue and are in no batch yet. */
  private PendingWrite waiting;

  /** Writes that the worker took from the queue and has not encoded; written by it alone. */
  private volatile int taken;

  /**
   * The way to a log that is open.
   *
   * @param log belongs to the worker from here on, and is closed by {@link #finish}
   * @param loops of the shards: shard s lives on loop s mod loops
   * @param clock measures how long syncs take
   */
  public GroupCommit(
      CommitLog log, Worker worker, List<Loop> loops, Clock clock, StorageSettings.Log settings) {
    this.log = log;
    this.worker = worker;
    this.timer = loops.getFirst();
    this.clock = clock;
    this.settings = settings;
    this.health = new LogHealth(log, settings.batchBytes());
    this.reports = new LoopReports(loops);
    this.frame = new FrameBuffer(settings.batchBytes());
    publish();
  }

  /** Names the shards, in ascending order, before any of them is used. */
  public void attach(List<? extends CommitShard> shards) {
    reports.attach(shards);
  }

  /** What the log did so far. Any thread. */
  public StorageStats stats() {
    return tally.stats();
  }

  /** Whether the log ever failed. Any thread. */
  public boolean hasFailed() {
    return tally.value(StorageMetric.LOG_FAILURES) > 0;
  }

  /** How many writes wait to be written, about. Any thread. */
  public int queuedWrites() {
    return queue.length() + taken;
  }

  /** Why writes are refused, or null. Any thread. */
  public StorageException failure() {
    return health.failure();
  }

  /** Queues a write; called on the loop of its shard. */
  public void submit(PendingWrite write) {
    if (queue.offer(write)) {
      worker.execute(this::commitAll);
    }
  }

  /**
   * Says that all entries of a shard in frames that end at or before a place are in tables, for
   * good. Segments that nobody needs any more are given up. Any thread.
   */
  public void flushed(int shard, LogPosition upTo) {
    worker.execute(
        () -> {
          log.flushed(shard, upTo);
          publish();
        });
  }

  /** Bytes that a recovery would read. Any thread. */
  public long bytes() {
    return tally.value(StorageMetric.LOG_HELD_BYTES);
  }

  /**
   * The shard whose flush would let the log begin later; -1 when none would. Others may keep the
   * same segment: whoever wants it shorter asks again after the flush. Any thread.
   */
  public int oldestPinningShard() {
    return oldestPinningShard;
  }

  /** Shards refuse writes from here on, so failures need no remedy. Any thread. */
  public void beginClosing() {
    closing = true;
  }

  /**
   * Commits what is queued and closes the log; called on the worker, after the last write.
   *
   * @return whether all of it is on the disk
   */
  public boolean finish() {
    commitAll();
    boolean healthy = log.isWritable();
    try {
      if (healthy) {
        log.sync();
      } else if (log.isUnsynced()) {
        log.startSegment();
      }
    } catch (Throwable e) {
      tally.failure();
      FatalError.passOn(e);
      healthy = false;
    }
    publish();
    log.close();
    return healthy;
  }

  private void commitAll() {
    taken = queue.length();
    waiting = queue.takeAll();
    while (waiting != null) {
      commitBatch();
    }
    taken = 0;
  }

  /** Commits as many of the waiting writes as fit into a batch. */
  private void commitBatch() {
    int epoch = health.epoch();
    int writes = 0;
    int buffered = 0;
    int refused = 0;
    try {
      frame.clear();
      reports.begin();
      while (waiting != null && frame.payloadBytes() < settings.batchBytes()) {
        PendingWrite write = waiting;
        PendingWrite next = write.next;
        if (write.epoch == epoch) {
          write.encode(frame);
          reports.addWritten(write);
          writes++;
          buffered += write.buffered ? 1 : 0;
        } else {
          reports.addVoided(write);
          refused++;
        }
        waiting = next;
      }
      taken -= Math.min(taken, writes + refused);
      if (writes > 0) {
        append(writes, buffered);
      }
    } catch (Throwable e) {
      logFailed(e);
      voidWaiting();
    }
    reports.refuse(health.lastFailure());
  }

  private void append(int writes, int buffered) throws IOException {
    boolean sync = buffered < writes;
    long beganNs = clock.nanos();
    log.append(frame, sync);
    if (sync) {
      tally.sync(clock.nanos() - beganNs);
    } else if (log.isUnsynced()) {
      syncSoon();
    }
    tally.frame(writes, sync ? 0 : buffered, frame.payloadBytes());
    publish();
    reports.committed(log.end(), tooLong() ? oldestPinningShard : -1);
  }

  /**
   * Whether a shard has to flush so that the log becomes shorter: one that nothing is written to
   * would not look by itself.
   */
  private boolean tooLong() {
    return bytes() > settings.maxBytes();
  }

  /** What was taken before a failure is of an epoch that failed. */
  private void voidWaiting() {
    while (waiting != null) {
      PendingWrite next = waiting.next;
      reports.addVoided(waiting);
      waiting = next;
    }
  }

  private void syncSoon() {
    if (!syncIsDue) {
      syncIsDue = true;
      later(settings.bufferedWindowMs(), this::syncBuffered);
    }
  }

  private void syncBuffered() {
    syncIsDue = false;
    if (!log.isWritable() || !log.isUnsynced()) {
      return;
    }
    long beganNs = clock.nanos();
    try {
      log.sync();
    } catch (Throwable e) {
      logFailed(e);
      return;
    }
    tally.sync(clock.nanos() - beganNs);
    publish();
  }

  private void logFailed(Throwable thrown) {
    try {
      StorageException cause = health.failed(thrown);
      tally.failure();
      publish();
      reports.failed(health.epoch(), cause);
      later(settings.retryMs(), this::retry);
    } finally {
      FatalError.passOn(thrown);
    }
  }

  private void retry() {
    if (closing) {
      return;
    }
    boolean recovered = false;
    try {
      recovered = health.recover();
    } catch (Throwable e) {
      tally.failure();
      FatalError.passOn(e);
    }
    publish();
    if (recovered) {
      reports.recovered(health.epoch(), log.end());
    } else {
      later(settings.retryMs(), this::retry);
    }
  }

  /** Runs something on the worker after a while, unless the log is being closed then. */
  private void later(long delayMs, Runnable task) {
    timer.execute(
        () ->
            timer.after(
                delayMs,
                () -> {
                  if (!closing) {
                    worker.execute(task);
                  }
                }));
  }

  private void publish() {
    tally.held(log);
    oldestPinningShard = log.oldestPinningShard();
  }
}
