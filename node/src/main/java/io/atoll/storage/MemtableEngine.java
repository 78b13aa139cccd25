package io.atoll.storage;

import io.atoll.env.Disk;
import io.atoll.env.Loop;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.log.DamagedLogException;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.log.LogRecovery;
import io.atoll.storage.log.LogWriter;
import io.atoll.storage.memtable.Memtable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The engine whose tables are all in memory, rebuilt from the log at each start. */
final class MemtableEngine implements StorageEngine {
  private final StorageDoors doors;
  private final DataDirectory directory;
  private final LogRecovery.Recovered recovered;
  private final GroupCommit log;
  private final List<MemtableShard> shards;
  private final int generation;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Promise<Void> closed = Promise.promise();

  private MemtableEngine(
      StorageDoors doors,
      StorageSettings settings,
      DataDirectory directory,
      LogRecovery.Recovered recovered,
      List<Memtable> memtables) {
    this.doors = doors;
    this.directory = directory;
    this.recovered = recovered;
    this.generation = directory.identity().generation();
    this.log = new GroupCommit(doors, settings, recovered.writer());
    List<MemtableShard> all = new ArrayList<>();
    for (Memtable memtable : memtables) {
      Loop loop = doors.loops().get(all.size() % doors.loops().size());
      all.add(new MemtableShard(all.size(), loop, log, settings, memtable));
    }
    this.shards = List.copyOf(all);
    log.attach(shards);
  }

  static Future<StorageEngine> open(
      StorageDoors doors, NodeIdentity owner, StorageSettings settings) {
    Promise<StorageEngine> promise = Promise.promise();
    Loop loop = doors.loops().getFirst();
    doors
        .worker()
        .execute(
            () -> {
              try {
                StorageEngine engine = openBlocking(doors, owner, settings);
                loop.execute(() -> promise.complete(engine));
              } catch (StorageException | RuntimeException e) {
                loop.execute(() -> promise.fail(e));
              }
            });
    return promise.future();
  }

  private static MemtableEngine openBlocking(
      StorageDoors doors, NodeIdentity owner, StorageSettings settings) throws StorageException {
    Disk disk = doors.disk();
    DataDirectory directory = DataDirectory.open(disk, owner, settings.shards(), doors.entropy());
    boolean opened = false;
    try {
      List<Memtable> memtables = new ArrayList<>();
      for (int i = 0; i < directory.identity().shards(); i++) {
        memtables.add(new Memtable());
      }
      LogRecovery.Recovered recovered = recover(disk, directory.identity(), settings, memtables);
      beginServing(directory, recovered.writer());
      MemtableEngine engine = new MemtableEngine(doors, settings, directory, recovered, memtables);
      opened = true;
      return engine;
    } catch (DamagedLogException e) {
      throw new StorageException(Reason.DAMAGED, e.getMessage(), e);
    } catch (IOException e) {
      throw DataDirectory.refusal(disk, e);
    } finally {
      if (!opened) {
        directory.close();
      }
    }
  }

  private static void beginServing(DataDirectory directory, LogWriter writer) throws IOException {
    try {
      directory.beginServing();
    } catch (IOException e) {
      writer.close();
      throw e;
    }
  }

  private static LogRecovery.Recovered recover(
      Disk disk, Identity identity, StorageSettings settings, List<Memtable> memtables)
      throws IOException {
    LogRecovery.Visitor visitor =
        new LogRecovery.Visitor() {
          @Override
          public void put(int shard, int keyspaceId, long token, byte[] key, byte[] value) {
            memtables.get(shard).put(keyspaceId, token, key, value);
          }

          @Override
          public void remove(int shard, int keyspaceId, long token, byte[] key) {
            memtables.get(shard).remove(keyspaceId, token, key);
          }

          @Override
          public void dropRange(int shard, int keyspaceId, long fromToken, long toTokenExclusive) {
            memtables.get(shard).dropRange(keyspaceId, fromToken, toTokenExclusive);
          }

          @Override
          public void frameEnd(LogPosition end) {}
        };
    List<LogPosition> flushed = Collections.nCopies(memtables.size(), LogPosition.ORIGIN);
    return new LogRecovery(disk, identity.directoryId(), flushed, visitor)
        .recover(identity.generation() == 0, identity.cleanEnd(), settings.segmentBytes());
  }

  @Override
  public int generation() {
    return generation;
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
  public StorageShard shard(int shard) {
    return shards.get(shard);
  }

  @Override
  public Loop loopOf(int shard) {
    return doors.loops().get(shard % doors.loops().size());
  }

  @Override
  public StorageStats stats() {
    GroupCommit.LogCounters counters = log.counters();
    StorageException failure = log.failure();
    return new StorageStats(
        log.memtableKeys(),
        log.memtableBytes(),
        counters.writes(),
        counters.syncs(),
        counters.bytes(),
        counters.failures(),
        counters.segments(),
        failure == null ? null : failure.getMessage(),
        recovered.readBytes(),
        recovered.droppedBytes());
  }

  @Override
  public Future<Void> close() {
    if (closing.compareAndSet(false, true)) {
      log.beginClosing();
      AtomicInteger open = new AtomicInteger(doors.loops().size());
      for (int i = 0; i < doors.loops().size(); i++) {
        int loop = i;
        List<MemtableShard> shardsOfLoop =
            shards.stream().filter(shard -> shard.number() % doors.loops().size() == loop).toList();
        doors
            .loops()
            .get(i)
            .execute(
                () -> {
                  shardsOfLoop.forEach(MemtableShard::close);
                  if (open.decrementAndGet() == 0) {
                    doors.worker().execute(this::closeBlocking);
                  }
                });
      }
    }
    return closed.future();
  }

  private void closeBlocking() {
    Exception failure = null;
    try {
      boolean complete = log.finish();
      LogPosition end = recovered.writer().end();
      if (complete && log.counters().failures() == 0) {
        directory.markClean(end);
      }
    } catch (IOException e) {
      failure = DataDirectory.refusal(doors.disk(), e);
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      directory.close();
    }
    // Only now: whoever hears of it may open the directory again at once.
    Exception outcome = failure;
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
