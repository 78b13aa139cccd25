package io.atoll.storage.engine;

import io.atoll.env.Clock;
import io.atoll.env.Entropy;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.Timers;
import io.atoll.env.Worker;
import io.atoll.sim.SimDisk;
import io.atoll.storage.Durability;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageStats;
import io.atoll.storage.commit.GroupCommit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One storage engine on a simulated disk, with loops and a worker that run in the test's thread: in
 * turn, or, given randomness, interleaved by chance.
 */
final class TestNode {
  static final NodeIdentity OWNER = new NodeIdentity("test", "a");
  static final StorageSettings SETTINGS =
      StorageSettings.DEFAULT
          .with(StorageSettings.DEFAULT.shards().withCount(3))
          .with(StorageSettings.DEFAULT.reads().withCacheBytes(1L << 20));

  /** Those settings with such segments. */
  static StorageSettings withSegmentBytes(long bytes) {
    return SETTINGS.with(SETTINGS.log().withSegmentBytes(bytes));
  }

  /** Those settings with such batches. */
  static StorageSettings withBatchBytes(int bytes) {
    return SETTINGS.with(SETTINGS.log().withBatchBytes(bytes));
  }

  final SimDisk disk;
  private final RandomGenerator random;
  private final List<TaskQueue> loops = new ArrayList<>();
  private final TaskQueue worker = new TaskQueue();
  private final TaskQueue flushWorker = new TaskQueue();
  private final TaskQueue compactionWorker = new TaskQueue();
  private final TaskQueue readWorker = new TaskQueue();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private TaskQueue current;
  private boolean dead;
  private long nowMs;
  private Future<StorageEngine> opening;

  private record Alarm(long atMs, long number, TaskQueue queue, Runnable task)
      implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final class TaskQueue implements Loop, Worker {
    final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public boolean isCurrent() {
      return equals(current);
    }

    @Override
    public Timers.Timer after(long delayMs, Runnable task) {
      alarms.add(new Alarm(nowMs + delayMs, alarms.size(), this, task));
      return () -> {
        throw new UnsupportedOperationException();
      };
    }

    @Override
    public Timers.Timer every(long periodMs, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }
  }

  private record FixedEntropy(RandomGenerator random) implements Entropy {
    @Override
    public long nextLong() {
      return random.nextLong();
    }
  }

  private TestNode(SimDisk disk, int loopCount, RandomGenerator random) {
    this.disk = disk;
    this.random = random;
    for (int i = 0; i < loopCount; i++) {
      loops.add(new TaskQueue());
    }
  }

  /** Starts opening; nothing runs yet. */
  static TestNode starting(SimDisk disk, NodeIdentity owner, StorageSettings settings) {
    return starting(disk, owner, settings, 2, null);
  }

  static TestNode starting(
      SimDisk disk,
      NodeIdentity owner,
      StorageSettings settings,
      int loopCount,
      RandomGenerator random) {
    return starting(disk, owner, settings, loopCount, random, shard -> ShardListener.NONE);
  }

  static TestNode starting(
      SimDisk disk,
      NodeIdentity owner,
      StorageSettings settings,
      int loopCount,
      RandomGenerator random,
      IntFunction<ShardListener> listeners) {
    TestNode node = new TestNode(disk, loopCount, random);
    Entropy entropy = new FixedEntropy(new java.util.SplittableRandom(7));
    StorageEnv doors =
        new StorageEnv(
            disk,
            node.worker,
            node.flushWorker,
            node.compactionWorker,
            List.of(node.readWorker),
            List.copyOf(node.loops),
            entropy,
            node.clock());
    node.opening =
        LsmEngine.open(doors, owner, settings, (shard, shards) -> listeners.apply(shard));
    return node;
  }

  /** Opens to the end; fails when that fails. */
  static TestNode open(SimDisk disk, StorageSettings settings) {
    TestNode node = starting(disk, OWNER, settings);
    node.run();
    node.engine();
    return node;
  }

  static TestNode open(SimDisk disk) {
    return open(disk, SETTINGS);
  }

  /** The result of opening. */
  Future<StorageEngine> opening() {
    return opening;
  }

  StorageEngine engine() {
    if (opening.failed()) {
      throw new AssertionError(opening.cause());
    }
    if (!opening.succeeded()) {
      throw new AssertionError("the engine did not open");
    }
    return opening.result();
  }

  /** Runs, and lets time pass, until nothing is left to compact. */
  void settle() {
    for (int i = 0; i < 100; i++) {
      pass(100);
      if (stats().value(StorageMetric.COMPACTION_DEBT_BYTES) == 0
          && stats().value(StorageMetric.MEMTABLES_FULL) == 0) {
        return;
      }
    }
    throw new AssertionError("compaction does not come to an end: " + stats());
  }

  /** What it holds and did by now. */
  StorageStats stats() {
    engine().stats();
    run();
    return engine().stats();
  }

  boolean isDead() {
    return dead;
  }

  /** Runs until nothing is left to do now; a simulated death ends it and drops all tasks. */
  void run() {
    while (step()) {
      // until idle
    }
  }

  /** Runs one task; false when there is none. */
  boolean step() {
    List<TaskQueue> ready = new ArrayList<>();
    for (TaskQueue queue : loops) {
      addIfReady(queue, ready);
    }
    addIfReady(worker, ready);
    addIfReady(readWorker, ready);
    addIfReady(flushWorker, ready);
    addIfReady(compactionWorker, ready);
    if (ready.isEmpty() || dead) {
      return false;
    }
    runOne(ready.get(random == null ? 0 : random.nextInt(ready.size())));
    return true;
  }

  /** Runs the worker's next task only; false when it has none. */
  boolean stepWorker() {
    if (worker.tasks.isEmpty() || dead) {
      return false;
    }
    runOne(worker);
    return true;
  }

  /** Runs the next task of the workers that read for lookups and scans only. */
  boolean stepReader() {
    if (readWorker.tasks.isEmpty() || dead) {
      return false;
    }
    runOne(readWorker);
    return true;
  }

  /** Runs the flush worker's next task only. */
  boolean stepFlusher() {
    if (flushWorker.tasks.isEmpty() || dead) {
      return false;
    }
    runOne(flushWorker);
    return true;
  }

  /** Runs the compaction worker's next task only. */
  boolean stepCompaction() {
    if (compactionWorker.tasks.isEmpty() || dead) {
      return false;
    }
    runOne(compactionWorker);
    return true;
  }

  /** Runs until only workers that read, flush or compact have something to do. */
  void runLoopsAndLog() {
    boolean ran = true;
    while (ran) {
      ran = stepWorker();
      for (int i = 0; i < loops.size(); i++) {
        ran |= stepLoop(i);
      }
    }
  }

  /** Runs the next task of one loop only; false when it has none. */
  boolean stepLoop(int loop) {
    if (loops.get(loop).tasks.isEmpty() || dead) {
      return false;
    }
    runOne(loops.get(loop));
    return true;
  }

  /** Lets time pass, then runs until idle. */
  void pass(long ms) {
    advance(ms);
    run();
  }

  /** Lets time pass; what is due then waits for its turn. */
  void advance(long ms) {
    nowMs += ms;
    while (!alarms.isEmpty() && alarms.peek().atMs <= nowMs) {
      Alarm alarm = alarms.poll();
      alarm.queue.execute(alarm.task);
    }
  }

  /** Calls something on a shard's loop, at once. */
  <T> T on(int shard, Supplier<T> call) {
    TaskQueue before = current;
    current = loops.get(shard % loops.size());
    try {
      return call.get();
    } finally {
      current = before;
    }
  }

  Future<byte[]> put(int shard, StorageKey key, byte[] value) {
    return living(() -> on(shard, () -> engine().shard(shard).update(key, before -> value)));
  }

  /** Writes what may be acknowledged before it is synced. */
  Future<byte[]> putBuffered(int shard, StorageKey key, byte[] value) {
    return living(
        () -> on(shard, () -> engine().shard(shard).put(key, Durability.BUFFERED, value)));
  }

  Future<byte[]> get(int shard, StorageKey key) {
    return living(() -> on(shard, () -> engine().shard(shard).get(key)));
  }

  Future<Void> drop(int shard, int keyspaceId) {
    return living(() -> on(shard, () -> engine().shard(shard).dropKeyspace(keyspaceId)));
  }

  /** What a call answers, which is nothing, ever, when the node is dead or dies in it. */
  <T> Future<T> living(Supplier<Future<T>> call) {
    if (!dead) {
      try {
        return call.get();
      } catch (Error thrown) {
        die(thrown);
      }
    }
    return Promise.<T>promise().future();
  }

  /** Closes cleanly. */
  void close() {
    Future<Void> closed = engine().close();
    run();
    if (!closed.succeeded()) {
      throw new AssertionError("not closed", closed.cause());
    }
  }

  /** The worker's knowledge of the log. */
  GroupCommit log() {
    return ((LsmEngine) engine()).log();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public long wallMs() {
        return nowMs;
      }

      @Override
      public long nanos() {
        return nowMs * 1_000_000;
      }
    };
  }

  private void runOne(TaskQueue queue) {
    current = queue;
    try {
      queue.tasks.poll().run();
    } catch (Error thrown) {
      die(thrown);
    } finally {
      current = null;
    }
  }

  /** What is fatal ends the process; anything else is a defect that the test shows. */
  private void die(Error thrown) {
    if (!FatalError.is(thrown)) {
      throw thrown;
    }
    dead = true;
  }

  private static void addIfReady(TaskQueue queue, List<TaskQueue> ready) {
    if (!queue.tasks.isEmpty()) {
      ready.add(queue);
    }
  }
}
