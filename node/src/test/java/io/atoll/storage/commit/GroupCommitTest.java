package io.atoll.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.Clock;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.Timers;
import io.atoll.env.Worker;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.log.CommitLog;
import io.atoll.storage.log.FrameBuffer;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.log.StateWeight;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way through the log, with a log that is a list of notes, and no disk. */
class GroupCommitTest {
  private static final StorageSettings.Log SETTINGS = StorageSettings.DEFAULT.log();

  /** In order, what the log and the shards were told. */
  private final List<String> notes = new ArrayList<>();

  private final ArrayDeque<Runnable> workerTasks = new ArrayDeque<>();
  private final ArrayDeque<Runnable> loopTasks = new ArrayDeque<>();
  private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
  private final NotedLog log = new NotedLog();
  private final NotedShard shard = new NotedShard();
  private final GroupCommit commit = commit(SETTINGS);

  @Test
  void whatWaitsIsOneFrameAndOneSync() {
    PendingWrite one = submit(write(1));
    PendingWrite two = submit(write(2));
    assertThat(commit.queuedWrites()).isEqualTo(2);
    run();
    assertThat(notes).containsExactly("append synced", "promote 1", "promote 2", "committed");
    assertThat(one.future().succeeded()).isTrue();
    assertThat(two.future().succeeded()).isTrue();
    assertThat(commit.queuedWrites()).isZero();
    assertThat(commit.stats().value(StorageMetric.LOG_BATCHES)).isEqualTo(1);
    assertThat(commit.stats().value(StorageMetric.WRITES)).isEqualTo(2);
  }

  @Test
  void aBatchThatIsFullIsFollowedByAnother() {
    GroupCommit small = commit(SETTINGS.withBatchBytes(1));
    small.submit(write(1));
    small.submit(write(2));
    run();
    assertThat(notes)
        .containsExactly(
            "append synced", "append synced", "promote 1", "committed", "promote 2", "committed");
  }

  @Test
  void nothingIsAcknowledgedBeforeItsShardHasIt() {
    PendingWrite write = submit(write(1));
    workerTasks.remove().run();
    assertThat(write.future().isComplete()).isFalse();
    write.future().onSuccess(value -> notes.add("acknowledged"));
    run();
    assertThat(notes).containsExactly("append synced", "promote 1", "committed", "acknowledged");
  }

  @Test
  void bufferedWritesAreSyncedWhenTheirWindowEnds() {
    PendingWrite write = submit(buffered(1));
    run();
    assertThat(write.future().succeeded()).isTrue();
    assertThat(notes).containsExactly("append", "promote 1", "committed");
    notes.clear();
    passTime();
    assertThat(notes).containsExactly("sync");
    passTime();
    assertThat(notes).containsExactly("sync");
  }

  @Test
  void oneThatWantsASyncHasTheWholeFrameSynced() {
    submit(buffered(1));
    submit(write(2));
    run();
    assertThat(notes).startsWith("append synced");
    assertThat(commit.stats().value(StorageMetric.WRITES_BUFFERED)).isZero();
  }

  @Test
  void aFailureVoidsAllThatWasMadeBeforeIt() {
    log.fails = true;
    PendingWrite inTheFrame = submit(write(1));
    workerTasks.remove().run();
    PendingWrite behind = submit(write(2));
    run();
    assertThat(notes)
        .containsExactly("append failed", "log failed, epoch 1", "discard 1", "discard 2");
    assertThat(reason(inTheFrame)).isEqualTo(Reason.LOG_FAILED);
    assertThat(behind.future().cause()).isSameAs(inTheFrame.future().cause());
    assertThat(commit.failure()).isSameAs(inTheFrame.future().cause());
    assertThat(commit.hasFailed()).isTrue();
  }

  /** Each of them was once followed by the acknowledgement of what the log had never got. */
  @ParameterizedTest
  @ValueSource(
      classes = {OutOfMemoryError.class, AssertionError.class, IllegalStateException.class})
  void whateverIsThrownWhileABatchIsWrittenTheNextOneDoesNotAcknowledgeIt(
      Class<? extends Throwable> kind) throws ReflectiveOperationException {
    log.thrown = kind.getConstructor().newInstance();
    PendingWrite lost = submit(write(1));
    runThrough(kind);
    log.thrown = null;
    PendingWrite next = submit(write(2));
    run();
    passTime();
    shard.epoch = 1;
    PendingWrite last = submit(write(3));
    run();
    assertThat(reason(lost)).isEqualTo(Reason.LOG_FAILED);
    assertThat(reason(next)).isEqualTo(Reason.LOG_FAILED);
    assertThat(last.future().succeeded()).isTrue();
    assertThat(notes).contains("promote 3").doesNotContain("promote 1", "promote 2");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {OutOfMemoryError.class, AssertionError.class, IllegalStateException.class})
  void whateverIsThrownWhileAWriteIsEncodedAllThatWasTakenIsRefused(Class<? extends Throwable> kind)
      throws ReflectiveOperationException {
    PendingWrite before = submit(write(1));
    PendingWrite broken = submit(write(2));
    PendingWrite behind = submit(write(3));
    shard.thrownAtCall = 4; // each write is asked for its shard once to encode, once to sort it
    shard.thrown = kind.getConstructor().newInstance();
    runThrough(kind);
    passTime();
    shard.epoch = 1;
    PendingWrite next = submit(write(4));
    run();
    for (PendingWrite refused : List.of(before, broken, behind)) {
      if (kind.equals(OutOfMemoryError.class)) {
        assertThat(refused.future().succeeded()).isFalse(); // the process would have ended
      } else {
        assertThat(reason(refused)).isEqualTo(Reason.LOG_FAILED);
      }
    }
    assertThat(next.future().succeeded()).isTrue();
    assertThat(notes)
        .contains("append synced", "promote 4")
        .doesNotContain("promote 1", "promote 3");
  }

  @Test
  void whatCannotBePutIntoMemoryEndsTheProcess() {
    PendingWrite write = submit(write(1));
    workerTasks.remove().run();
    shard.refusesToPromote = true;
    assertThatThrownBy(this::run)
        .isInstanceOf(FatalError.class)
        .hasMessage("what the log has could not be put into memory");
    assertThat(write.future().isComplete()).isFalse();
  }

  @Test
  void anErrorOfOneWriteThatComesBackDoesNotKeepTheOthersFromTheirAnswer() {
    log.fails = true;
    PendingWrite one = submit(write(1));
    PendingWrite two = submit(write(2));
    workerTasks.remove().run();
    shard.refusesToDiscard = 1;
    assertThatThrownBy(this::run).isInstanceOf(AssertionError.class);
    assertThat(notes).contains("discard 2");
    assertThat(reason(one)).isEqualTo(Reason.LOG_FAILED);
    assertThat(reason(two)).isEqualTo(Reason.LOG_FAILED);
  }

  @Test
  void aNewSegmentIsTriedUntilItStands() {
    log.fails = true;
    submit(write(1));
    run();
    notes.clear();
    passTime();
    assertThat(notes).containsExactly("segment failed");
    assertThat(commit.failure()).isNotNull();
    log.fails = false;
    notes.clear();
    passTime();
    assertThat(notes).containsExactly("segment", "committed", "log recovered, epoch 1");
    assertThat(commit.failure()).isNull();
    PendingWrite old = submit(write(2));
    run();
    assertThat(reason(old)).isEqualTo(Reason.LOG_FAILED);
    shard.epoch = 1;
    PendingWrite next = submit(write(3));
    run();
    assertThat(next.future().succeeded()).isTrue();
  }

  @Test
  void aFullDiskIsNotWrittenUntilThereIsRoom() {
    log.fails = true;
    log.usableBytes = 2L * SETTINGS.batchBytes() - 1;
    PendingWrite write = submit(write(1));
    run();
    assertThat(reason(write)).isEqualTo(Reason.DISK_FULL);
    log.fails = false;
    notes.clear();
    passTime();
    assertThat(notes).isEmpty();
    log.usableBytes++;
    passTime();
    assertThat(notes).containsExactly("segment", "committed", "log recovered, epoch 1");
  }

  @Test
  void closingCommitsWhatWaitsAndTriesNothingLater() {
    submit(buffered(1));
    commit.beginClosing();
    assertThat(commit.finish()).isTrue();
    run();
    assertThat(notes).containsExactly("append", "sync", "close", "promote 1", "committed");
    notes.clear();
    passTime();
    assertThat(notes).isEmpty();
  }

  @Test
  void closingAFailedLogSaysSo() {
    log.fails = true;
    submit(write(1));
    run();
    commit.beginClosing();
    passTime();
    assertThat(commit.finish()).isFalse();
  }

  private GroupCommit commit(StorageSettings.Log settings) {
    Clock clock =
        new Clock() {
          @Override
          public long nanos() {
            return 0;
          }

          @Override
          public long wallMs() {
            return 0;
          }
        };
    GroupCommit made =
        new GroupCommit(log, new QueuedWorker(), List.of(new QueuedLoop()), clock, settings);
    made.attach(List.of(shard));
    return made;
  }

  private PendingWrite submit(PendingWrite write) {
    commit.submit(write);
    return write;
  }

  private PendingWrite write(int token) {
    return PendingWrite.change(shard, key(token), StateWeight.UNKNOWN, new byte[1], shard.epoch);
  }

  private PendingWrite buffered(int token) {
    return PendingWrite.buffered(shard, key(token), StateWeight.UNKNOWN, new byte[1], shard.epoch);
  }

  private static StorageKey key(int token) {
    return new StorageKey(1, token, new byte[] {1});
  }

  private static Reason reason(PendingWrite write) {
    return ((StorageException) write.future().cause()).reason();
  }

  /** The worker first, then the loop, until both have nothing left. */
  private void run() {
    while (!workerTasks.isEmpty() || !loopTasks.isEmpty()) {
      (workerTasks.isEmpty() ? loopTasks : workerTasks).remove().run();
    }
  }

  /** Runs on behind a task that throws, as a worker would that nobody ends. */
  private void runThrough(Class<? extends Throwable> kind) {
    if (kind.equals(OutOfMemoryError.class)) {
      assertThatThrownBy(this::run).isInstanceOf(kind);
    }
    run();
  }

  /** All timers that were started go off. */
  private void passTime() {
    run();
    for (int i = timers.size(); i > 0; i--) {
      timers.remove().run();
    }
    run();
  }

  private static void raise(Throwable thrown) {
    switch (thrown) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> throw new IllegalArgumentException(thrown);
    }
  }

  private final class QueuedWorker implements Worker {
    @Override
    public void execute(Runnable task) {
      workerTasks.add(task);
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }
  }

  private final class QueuedLoop implements Loop {
    @Override
    public void execute(Runnable task) {
      loopTasks.add(task);
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public Timers.Timer after(long delayMs, Runnable task) {
      timers.add(task);
      return () -> {
        throw new UnsupportedOperationException();
      };
    }

    @Override
    public Timers.Timer every(long periodMs, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }

  private final class NotedShard implements CommitShard {
    int epoch;
    Throwable thrown;
    int thrownAtCall;
    boolean refusesToPromote;
    long refusesToDiscard;

    @Override
    public int number() {
      if (--thrownAtCall == 0) {
        raise(thrown);
      }
      return 0;
    }

    @Override
    public void promote(PendingWrite write) {
      if (refusesToPromote) {
        throw new IllegalStateException("a defect, made for this test");
      }
      notes.add("promote " + write.key.token());
    }

    @Override
    public void committedTo(LogPosition end) {
      notes.add("committed");
    }

    @Override
    public void discard(PendingWrite write) {
      if (write.key.token() == refusesToDiscard) {
        throw new AssertionError("a defect, made for this test");
      }
      notes.add("discard " + write.key.token());
    }

    @Override
    public void logFailed(int newEpoch, StorageException cause) {
      notes.add("log failed, epoch " + newEpoch);
    }

    @Override
    public void logRecovered(int currentEpoch) {
      notes.add("log recovered, epoch " + currentEpoch);
    }
  }

  private final class NotedLog implements CommitLog {
    boolean fails;
    Throwable thrown;
    long usableBytes = Long.MAX_VALUE;
    private boolean writable = true;
    private boolean unsynced;

    private void note(String what) throws IOException {
      notes.add(fails ? what.replace(" synced", "") + " failed" : what);
      writable = !fails;
      if (fails) {
        throw new IOException("a disk");
      }
    }

    @Override
    public void append(FrameBuffer entries, boolean sync) throws IOException {
      if (thrown != null) {
        raise(thrown);
      }
      note(sync ? "append synced" : "append");
      unsynced = !sync;
    }

    @Override
    public void sync() throws IOException {
      note("sync");
      unsynced = false;
    }

    @Override
    public void startSegment() throws IOException {
      note("segment");
    }

    @Override
    public void flushed(int shardNumber, LogPosition upTo) {
      notes.add("flushed " + shardNumber);
    }

    @Override
    public LogPosition end() {
      return LogPosition.ORIGIN;
    }

    @Override
    public boolean isWritable() {
      return writable;
    }

    @Override
    public boolean isUnsynced() {
      return unsynced;
    }

    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public long segments() {
      return 1;
    }

    @Override
    public long recycledSegments() {
      return 0;
    }

    @Override
    public int oldestPinningShard() {
      return -1;
    }

    @Override
    public long usableBytes() {
      return usableBytes;
    }

    @Override
    public String place() {
      return "a list";
    }

    @Override
    public void close() {
      notes.add("close");
    }
  }
}
