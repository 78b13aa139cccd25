package io.atoll.storage;

import io.atoll.env.Clock;
import io.atoll.env.Disk;
import io.atoll.env.Loop;
import io.atoll.env.Worker;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.log.FrameBuffer;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.log.LogWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
 * and others may have seen them: {@link LogWriter} keeps them and begins the next segment with
 * them, before anything that builds on them. So a buffered write is lost only when the node stops
 * before a sync, and then with all writes behind it.
 *
 * <p>A failure raises the epoch. All writes of an epoch that failed are refused, whether they were
 * in the failed frame or queued behind it, because each may build on one that failed; the loops
 * hear of the failure before they get any of those writes back. Then a new segment is tried again
 * and again, and once it stands, the loops may go on.
 */
final class GroupCommit {
  private final Disk disk;
  private final Clock clock;
  private final Worker worker;
  private final List<Loop> loops;
  private final StorageSettings.Log settings;
  private final LogWriter writer;

  private final WriteQueue queue = new WriteQueue();

  /** The shards of each loop; set once, before the first write. */
  private List<List<CommitShard>> shardsOfLoops = List.of();

  private volatile boolean closing;
  private volatile LogCounters counters;
  private volatile int oldestPinningShard;

  /** Why writes are refused now; written by the worker. */
  private volatile StorageException failure;

  // The worker's own.
  private final FrameBuffer frame;
  private final WriteList[] written;
  private final WriteList[] voided;
  private final LogTally tally = new LogTally();
  private int epoch;
  private StorageException lastFailure;
  private boolean syncIsDue;

  /** Writes that the worker took from the queue and has not encoded; written by it alone. */
  private volatile int taken;

  GroupCommit(StorageEnv doors, StorageSettings.Log settings, LogWriter writer) {
    this.disk = doors.disk();
    this.clock = doors.clock();
    this.worker = doors.worker();
    this.loops = doors.loops();
    this.settings = settings;
    this.writer = writer;
    this.frame = new FrameBuffer(settings.batchBytes());
    this.written = lists(loops.size());
    this.voided = lists(loops.size());
    publishCounters();
  }

  /** Names the shards, in ascending order, before any of them is used. */
  void attach(List<? extends CommitShard> shards) {
    List<List<CommitShard>> byLoop = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      int loop = i;
      byLoop.add(
          shards.stream()
              .filter(shard -> loopIndex(shard) == loop)
              .map(CommitShard.class::cast)
              .toList());
    }
    shardsOfLoops = List.copyOf(byLoop);
  }

  /** What the log did so far. Any thread. */
  LogCounters counters() {
    return counters;
  }

  /** How many writes wait to be written, about. Any thread. */
  int queuedWrites() {
    return queue.length() + taken;
  }

  /** Why writes are refused, or null. Any thread. */
  StorageException failure() {
    return failure;
  }

  /** Queues a write; called on the loop of its shard. */
  void submit(PendingWrite write) {
    if (queue.offer(write)) {
      worker.execute(this::commitAll);
    }
  }

  /**
   * Says that all entries of a shard in frames that end at or before a place are in tables, for
   * good. Segments that nobody needs any more are given up. Any thread.
   */
  void flushed(int shard, LogPosition upTo) {
    worker.execute(
        () -> {
          writer.flushed(shard, upTo);
          publishCounters();
        });
  }

  /** Bytes that a recovery would read. Any thread. */
  long bytes() {
    return counters.heldBytes();
  }

  /**
   * The shard whose flush would let the log begin later; -1 when none would. Others may keep the
   * same segment: whoever wants it shorter asks again after the flush. Any thread.
   */
  int oldestPinningShard() {
    return oldestPinningShard;
  }

  /** Shards refuse writes from here on, so failures need no remedy. Any thread. */
  void beginClosing() {
    closing = true;
  }

  /**
   * Commits what is queued and closes the log; called on the worker, after the last write.
   *
   * @return whether all of it is on the disk
   */
  boolean finish() {
    commitAll();
    boolean healthy = writer.isWritable();
    try {
      if (healthy) {
        writer.sync();
      } else if (writer.isUnsynced()) {
        writer.startSegment();
      }
    } catch (IOException | RuntimeException e) {
      tally.failure();
      healthy = false;
    }
    publishCounters();
    writer.close();
    return healthy;
  }

  private void commitAll() {
    taken = queue.length();
    PendingWrite waiting = queue.takeAll();
    while (waiting != null) {
      waiting = commitBatch(waiting);
    }
    taken = 0;
  }

  /**
   * Commits as many writes as fit into a batch.
   *
   * @param first with those linked to it, what waits
   * @return the first that is left, or null
   */
  private PendingWrite commitBatch(PendingWrite first) {
    frame.clear();
    int writes = 0;
    int buffered = 0;
    int refused = 0;
    PendingWrite write = first;
    while (write != null && frame.payloadBytes() < settings.batchBytes()) {
      PendingWrite next = write.next;
      if (write.epoch == epoch) {
        write.encode(frame);
        written[loopIndex(write.shard)].add(write);
        writes++;
        buffered += write.buffered ? 1 : 0;
      } else {
        voided[loopIndex(write.shard)].add(write);
        refused++;
      }
      write = next;
    }
    taken -= Math.min(taken, writes + refused);
    if (writes > 0) {
      append(writes, buffered);
    }
    StorageException cause = lastFailure;
    post(voided, writesOfLoop -> discard(writesOfLoop, cause));
    return write;
  }

  private void append(int writes, int buffered) {
    boolean sync = buffered < writes;
    long beganNs = clock.nanos();
    try {
      writer.append(frame, sync);
    } catch (IOException | RuntimeException e) {
      logFailed(e);
      return;
    }
    if (sync) {
      tally.sync(clock.nanos() - beganNs);
    } else if (writer.isUnsynced()) {
      syncSoon();
    }
    tally.frame(writes, sync ? 0 : buffered, frame.payloadBytes());
    publishCounters();
    LogPosition end = writer.end();
    for (int i = 0; i < written.length; i++) {
      if (!written[i].isEmpty()) {
        WriteList writesOfLoop = written[i].take();
        List<CommitShard> shards = shardsOfLoops.get(i);
        loops.get(i).execute(() -> committed(writesOfLoop, shards, end));
      }
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
    if (!writer.isWritable() || !writer.isUnsynced()) {
      return;
    }
    long beganNs = clock.nanos();
    try {
      writer.sync();
    } catch (IOException | RuntimeException e) {
      logFailed(e);
      return;
    }
    tally.sync(clock.nanos() - beganNs);
    publishCounters();
  }

  private void logFailed(Exception e) {
    StorageException cause = typed(e);
    int newEpoch = ++epoch;
    lastFailure = cause;
    failure = cause;
    tally.failure();
    publishCounters();
    for (int i = 0; i < loops.size(); i++) {
      List<CommitShard> shards = shardsOfLoops.get(i);
      WriteList failed = written[i].take();
      loops
          .get(i)
          .execute(
              () -> {
                shards.forEach(shard -> shard.logFailed(newEpoch, cause));
                discard(failed, cause);
              });
    }
    retryLater();
  }

  private void retryLater() {
    later(settings.retryMs(), this::retry);
  }

  /** Runs something on the worker after a while, unless the log is being closed then. */
  private void later(long delayMs, Runnable task) {
    Loop loop = loops.getFirst();
    loop.execute(
        () ->
            loop.after(
                delayMs,
                () -> {
                  if (!closing) {
                    worker.execute(task);
                  }
                }));
  }

  private void retry() {
    if (closing) {
      return;
    }
    try {
      if (lastFailure.reason() == Reason.DISK_FULL && isFull()) {
        retryLater();
        return;
      }
      writer.startSegment();
    } catch (IOException | RuntimeException e) {
      tally.failure();
      publishCounters();
      retryLater();
      return;
    }
    int current = epoch;
    LogPosition end = writer.end();
    failure = null;
    publishCounters();
    for (int i = 0; i < loops.size(); i++) {
      List<CommitShard> shards = shardsOfLoops.get(i);
      loops
          .get(i)
          .execute(
              () -> {
                // What was promoted and then lost from the log stands in the new segment now.
                shards.forEach(shard -> shard.committedTo(end));
                shards.forEach(shard -> shard.logRecovered(current));
              });
    }
  }

  private StorageException typed(Exception e) {
    boolean full;
    try {
      full = isFull();
    } catch (IOException unknown) {
      full = false;
    }
    return full
        ? new StorageException(
            Reason.DISK_FULL,
            "the disk of %s is full: writes are refused until %d bytes are free"
                .formatted(disk.describe(), roomBytes()),
            e)
        : new StorageException(
            Reason.LOG_FAILED,
            "writing the log in %s failed (%s): writes are refused until a new segment can be written; check the disk"
                .formatted(disk.describe(), e.getMessage()),
            e);
  }

  private boolean isFull() throws IOException {
    return disk.usableBytes() < roomBytes();
  }

  /** Room for a batch and a header: with less, a new segment would fail at once again. */
  private long roomBytes() {
    return 2L * settings.batchBytes();
  }

  private void committed(WriteList writes, List<CommitShard> shards, LogPosition end) {
    writes.forEach(write -> write.shard.promote(write));
    for (CommitShard shard : shards) {
      shard.committedTo(end);
    }
    writes.forEach(PendingWrite::succeed);
  }

  private static void discard(WriteList writes, StorageException cause) {
    writes.forEach(write -> write.shard.discard(write));
    writes.forEach(write -> write.fail(cause));
  }

  private void post(WriteList[] lists, Consumer<WriteList> receiver) {
    for (int i = 0; i < lists.length; i++) {
      if (!lists[i].isEmpty()) {
        WriteList writes = lists[i].take();
        loops.get(i).execute(() -> receiver.accept(writes));
      }
    }
  }

  private void publishCounters() {
    counters = tally.counters(writer);
    oldestPinningShard = writer.oldestPinningShard();
  }

  private int loopIndex(CommitShard shard) {
    return shard.number() % loops.size();
  }

  private static WriteList[] lists(int count) {
    WriteList[] lists = new WriteList[count];
    for (int i = 0; i < count; i++) {
      lists[i] = new WriteList();
    }
    return lists;
  }
}
