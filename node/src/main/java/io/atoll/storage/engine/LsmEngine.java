package io.atoll.storage.engine;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.Worker;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.ShardListeners;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageStats;
import io.atoll.storage.cache.BlockCache;
import io.atoll.storage.commit.GroupCommit;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.log.LogWriter;
import io.atoll.storage.read.BlockReads;
import io.atoll.storage.read.ReadPool;
import io.atoll.storage.shard.CompactionSlots;
import io.atoll.storage.shard.EngineParts;
import io.atoll.storage.shard.LsmShard;
import io.atoll.storage.shard.MemoryBudget;
import io.atoll.storage.shard.ShardRecovery;
import io.atoll.storage.shard.ShardStore;
import io.atoll.storage.shard.ShardTables;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The engine: its shards, and what they share. */
public final class LsmEngine implements StorageEngine {
  private final StorageEnv doors;
  private final StorageSettings settings;
  private final DataDirectory directory;
  private final EngineParts parts;
  private final LogWriter writer;
  private final List<LsmShard> shards = new ArrayList<>();
  private final EngineStats stats;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Promise<Void> closed = Promise.promise();

  private LsmEngine(StorageEnv doors, EngineOpening opening) {
    this.doors = doors;
    this.settings = opening.settings();
    this.directory = opening.directory();
    this.writer = opening.log().writer();
    this.parts =
        new EngineParts(
            doors.disk(),
            new GroupCommit(writer, doors.worker(), doors.loops(), doors.clock(), settings.log()),
            new ReadPool(doors.readWorkers()),
            new EngineParts.Memory(
                opening.chunks(), new MemoryBudget(settings.shards().memtableBytes())),
            new EngineParts.Background(
                doors.flushWorker(),
                doors.compactionWorker(),
                new CompactionSlots(1),
                doors.clock()));
    opening.shards().forEach(recovered -> shards.add(shard(recovered, opening)));
    this.stats = new EngineStats(doors.loops(), shards, parts, opening.log());
    parts.log().attach(shards);
  }

  /** What the last run left uncompacted is not left until the next flush. */
  private void start() {
    onLoops(shard -> shard.store().compactor().consider());
  }

  private LsmShard shard(ShardRecovery recovered, EngineOpening opening) {
    int number = shards.size();
    Loop loop = loopOf(number);
    BlockCache cache =
        new BlockCache(
            settings.reads().cacheBytes() / settings.shards().count(),
            settings.tables().blockBytes());
    ShardTables tables =
        new ShardTables(
            number,
            doors.disk(),
            loop,
            doors.flushWorker(),
            cache,
            recovered.state(),
            recovered.tables(),
            settings.log().retryMs());
    ShardStore store =
        new ShardStore(
            number,
            loop,
            settings,
            parts,
            recovered.memtable(),
            tables,
            new BlockReads(loop, parts.readPool(), cache),
            opening.log().writer().end(),
            recovered.listener());
    return new LsmShard(number, loop, parts.log(), settings, store);
  }

  /**
   * Opens a data directory, creating it when there is none: takes its lock, checks whose it is,
   * recovers what the log holds. All of that runs on the worker.
   *
   * @return completes on loop 0; fails with a {@link StorageException} whose message is one line
   *     that says what to do
   */
  public static Future<StorageEngine> open(
      StorageEnv doors, NodeIdentity owner, StorageSettings settings) {
    return open(doors, owner, settings, ShardListeners.NONE);
  }

  /**
   * Opens a data directory in which somebody hears of every change.
   *
   * @param listeners gives each shard its own listener
   * @return as without listeners
   */
  public static Future<StorageEngine> open(
      StorageEnv doors, NodeIdentity owner, StorageSettings settings, ShardListeners listeners) {
    Promise<StorageEngine> promise = Promise.promise();
    Loop loop = doors.loops().getFirst();
    doors
        .worker()
        .execute(
            () -> {
              try {
                LsmEngine engine =
                    new LsmEngine(doors, EngineOpening.open(doors, owner, settings, listeners));
                engine.start();
                loop.execute(() -> promise.complete(engine));
              } catch (Throwable e) {
                FatalError.passOn(e);
                loop.execute(() -> promise.fail(e));
              }
            });
    return promise.future();
  }

  @Override
  public int generation() {
    return directory.identity().generation();
  }

  @Override
  public Future<Void> renew(int generation) {
    Promise<Void> renewed = Promise.promise();
    Loop loop = doors.loops().getFirst();
    doors
        .worker()
        .execute(
            () -> {
              StorageException failure = tryRenew(generation);
              loop.execute(
                  () -> {
                    if (failure == null) {
                      renewed.complete();
                    } else {
                      renewed.fail(failure);
                    }
                  });
            });
    return renewed.future();
  }

  /** On the worker. What is wrong, or null. */
  private StorageException tryRenew(int generation) {
    if (closing.get()) {
      return new StorageException(StorageException.Reason.CLOSED, "the storage is closing");
    }
    try {
      directory.renew(generation);
      return null;
    } catch (Throwable e) {
      return DataDirectory.refusal(doors.disk(), FatalError.asFailure(e));
    }
  }

  @Override
  public int shardCount() {
    return shards.size();
  }

  @Override
  public int shardOf(int partition) {
    return partition % shards.size();
  }

  @Override
  public LsmShard shard(int shard) {
    return shards.get(shard);
  }

  @Override
  public Loop loopOf(int shard) {
    return doors.loops().get(shard % doors.loops().size());
  }

  GroupCommit log() {
    return parts.log();
  }

  @Override
  public StorageStats stats() {
    return stats.newest();
  }

  @Override
  public Future<Void> snapshot(String name) {
    return new EngineSnapshot(this, doors, directory.identity(), settings, name).take();
  }

  @Override
  public Future<Void> close() {
    if (closing.compareAndSet(false, true)) {
      parts.log().beginClosing();
      onLoops(LsmShard::refuseWrites).onSuccess(refusing -> doors.worker().execute(this::closeLog));
    }
    return closed.future();
  }

  /** Does something with each shard on its loop; succeeds on loop 0 when all of it is done. */
  private Future<Void> onLoops(Consumer<LsmShard> task) {
    Promise<Void> done = Promise.promise();
    int loops = doors.loops().size();
    AtomicInteger open = new AtomicInteger(loops);
    for (int i = 0; i < loops; i++) {
      int loop = i;
      doors
          .loops()
          .get(i)
          .execute(
              () -> {
                for (int shard = loop; shard < shards.size(); shard += loops) {
                  task.accept(shards.get(shard));
                }
                if (open.decrementAndGet() == 0) {
                  doors.loops().getFirst().execute(done::complete);
                }
              });
    }
    return done.future();
  }

  private void closeLog() {
    boolean complete = parts.log().finish();
    LogPosition end = writer.end();
    boolean clean = complete && !parts.log().hasFailed();
    // What the log reported last comes to the shards before this does.
    doors
        .loops()
        .getFirst()
        .execute(
            () ->
                onLoops(LsmShard::close)
                    .onSuccess(
                        stopped ->
                            after(
                                List.of(
                                    doors.compactionWorker(), doors.flushWorker(), doors.worker()),
                                () -> release(clean, end))));
  }

  /** Runs a task on the last of some workers, once all have done what they were given. */
  private static void after(List<Worker> workers, Runnable task) {
    if (workers.size() == 1) {
      workers.getFirst().execute(task);
    } else {
      workers.getFirst().execute(() -> after(workers.subList(1, workers.size()), task));
    }
  }

  private void release(boolean clean, LogPosition end) {
    Throwable failure = null;
    try {
      if (clean) {
        directory.markClean(end);
      }
    } catch (IOException e) {
      failure = DataDirectory.refusal(doors.disk(), e);
    } catch (Throwable e) {
      FatalError.passOn(e);
      failure = e;
    } finally {
      directory.close();
    }
    // Only now: whoever hears of it may open the directory again at once.
    Throwable outcome = failure;
    doors
        .loops()
        .getFirst()
        .execute(
            () -> {
              if (outcome == null) {
                closed.complete();
              } else {
                closed.fail(outcome);
              }
            });
  }
}
