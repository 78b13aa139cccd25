package io.atoll.storage;

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
import java.util.concurrent.atomic.AtomicLong;
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
 * <p>A failure raises the epoch. All writes of an epoch that failed are refused, whether they were
 * in the failed frame or queued behind it, because each may build on one that failed; the loops
 * hear of the failure before they get any of those writes back. Then a new segment is tried again
 * and again, and once it stands, the loops may go on.
 */
final class GroupCommit {
  private final Disk disk;
  private final Worker worker;
  private final List<Loop> loops;
  private final StorageSettings settings;
  private final LogWriter writer;

  private final WriteQueue queue = new WriteQueue();
  private final AtomicLong memtableKeys = new AtomicLong();
  private final AtomicLong memtableBytes = new AtomicLong();

  /** The shards of each loop; set once, before the first write. */
  private List<List<CommitShard>> shardsOfLoops = List.of();

  private volatile boolean closing;
  private volatile LogCounters counters;
  private volatile long bytesHeld;
  private volatile int oldestPinningShard;

  /** Why writes are refused now; written by the worker. */
  private volatile StorageException failure;

  // The worker's own.
  private final FrameBuffer frame;
  private final WriteList[] written;
  private final WriteList[] voided;
  private int epoch;
  private StorageException lastFailure;

  /** What the log did so far. */
  record LogCounters(long writes, long syncs, long bytes, long failures, long segments) {}

  GroupCommit(StorageDoors doors, StorageSettings settings, LogWriter writer) {
    this.disk = doors.disk();
    this.worker = doors.worker();
    this.loops = doors.loops();
    this.settings = settings;
    this.writer = writer;
    this.frame = new FrameBuffer(settings.batchBytes());
    this.written = lists(loops.size());
    this.voided = lists(loops.size());
    this.counters = new LogCounters(0, 0, 0, 0, writer.segments());
    countLength();
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
    shards.forEach(shard -> shard.publish(memtableKeys, memtableBytes));
  }

  /** Bytes of keys and values in all shards. Any thread. */
  long memtableBytes() {
    return memtableBytes.get();
  }

  /** Durable keys in all shards. Any thread. */
  long memtableKeys() {
    return memtableKeys.get();
  }

  /** What the log did so far. Any thread. */
  LogCounters counters() {
    return counters;
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
          countLength();
        });
  }

  /** Bytes that a recovery would read. Any thread. */
  long bytes() {
    return bytesHeld;
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
    writer.close();
    return healthy;
  }

  private void commitAll() {
    PendingWrite waiting = queue.takeAll();
    while (waiting != null) {
      waiting = commitBatch(waiting);
    }
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
    PendingWrite write = first;
    while (write != null && frame.payloadBytes() < settings.batchBytes()) {
      PendingWrite next = write.next;
      if (write.epoch == epoch) {
        write.encode(frame);
        written[loopIndex(write.shard)].add(write);
        writes++;
      } else {
        voided[loopIndex(write.shard)].add(write);
      }
      write = next;
    }
    if (writes > 0) {
      append(writes);
    }
    StorageException cause = lastFailure;
    post(voided, writesOfLoop -> discard(writesOfLoop, cause));
    return write;
  }

  private void append(int writes) {
    int payloadBytes = frame.payloadBytes();
    try {
      writer.append(frame);
    } catch (IOException | RuntimeException e) {
      logFailed(e);
      return;
    }
    LogCounters c = counters;
    counters =
        new LogCounters(
            c.writes + writes, c.syncs + 1, c.bytes + payloadBytes, c.failures, segments());
    countLength();
    LogPosition end = writer.end();
    for (int i = 0; i < written.length; i++) {
      if (!written[i].isEmpty()) {
        WriteList writesOfLoop = written[i].take();
        List<CommitShard> shards = shardsOfLoops.get(i);
        loops.get(i).execute(() -> committed(writesOfLoop, shards, end));
      }
    }
  }

  private void logFailed(Exception e) {
    StorageException cause = typed(e);
    int newEpoch = ++epoch;
    lastFailure = cause;
    failure = cause;
    countFailures(1);
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
    Loop loop = loops.getFirst();
    loop.execute(
        () ->
            loop.after(
                settings.retryMs(),
                () -> {
                  if (!closing) {
                    worker.execute(this::retry);
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
      countFailures(1);
      retryLater();
      return;
    }
    int current = epoch;
    failure = null;
    countFailures(0);
    for (int i = 0; i < loops.size(); i++) {
      List<CommitShard> shards = shardsOfLoops.get(i);
      loops.get(i).execute(() -> shards.forEach(shard -> shard.logRecovered(current)));
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
      shard.publish(memtableKeys, memtableBytes);
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

  private void countLength() {
    bytesHeld = writer.bytes();
    oldestPinningShard = writer.oldestPinningShard();
  }

  private void countFailures(int failures) {
    LogCounters c = counters;
    counters = new LogCounters(c.writes, c.syncs, c.bytes, c.failures + failures, segments());
  }

  private long segments() {
    return writer.segments();
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
