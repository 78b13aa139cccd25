package io.atoll.storage.engine;

import io.atoll.env.Disk;
import io.atoll.ring.TokenRange;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.ShardListener;
import io.atoll.storage.ShardListeners;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.log.DamagedLogException;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.log.LogRecovery;
import io.atoll.storage.log.LogWriter;
import io.atoll.storage.manifest.DamagedManifestException;
import io.atoll.storage.memtable.Chunks;
import io.atoll.storage.shard.ShardRecovery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens a data directory: its lock and identity, each shard's tables, then the log for what is in
 * no table yet; then takes the generation to serve with. Blocking; belongs to the log's worker.
 */
final class EngineOpening {
  private final Disk disk;
  private final StorageSettings settings;
  private final DataDirectory directory;
  private final Chunks chunks;
  private final ShardListeners listeners;
  private final List<ShardRecovery> shards = new ArrayList<>();
  private LogRecovery.Recovered log;

  private EngineOpening(
      Disk disk, StorageSettings settings, DataDirectory directory, ShardListeners listeners) {
    this.listeners = listeners;
    this.disk = disk;
    this.settings = settings;
    this.directory = directory;
    this.chunks = new Chunks(settings.shards().chunkBytes(), settings.shards().memtableBytes());
  }

  /**
   * Opens it.
   *
   * @param listeners gives each shard its own
   * @throws StorageException in one line that says what to do; nothing is left open then
   */
  static EngineOpening open(
      StorageEnv doors, NodeIdentity owner, StorageSettings settings, ShardListeners listeners)
      throws StorageException {
    Disk disk = doors.disk();
    DataDirectory directory =
        DataDirectory.open(disk, owner, settings.shards().count(), doors.entropy());
    EngineOpening opening =
        new EngineOpening(
            disk,
            settings.with(settings.shards().withCount(directory.identity().shards())),
            directory,
            listeners);
    boolean opened = false;
    try {
      opening.open();
      opened = true;
      return opening;
    } catch (DamagedLogException | DamagedManifestException e) {
      throw new StorageException(Reason.DAMAGED, e.getMessage(), e);
    } catch (IOException e) {
      throw DataDirectory.refusal(disk, e);
    } finally {
      if (!opened) {
        opening.shards.forEach(ShardRecovery::close);
        directory.close();
      }
    }
  }

  /** With the number of shards that the directory has. */
  StorageSettings settings() {
    return settings;
  }

  DataDirectory directory() {
    return directory;
  }

  Chunks chunks() {
    return chunks;
  }

  List<ShardRecovery> shards() {
    return shards;
  }

  LogRecovery.Recovered log() {
    return log;
  }

  private void open() throws IOException, StorageException {
    Identity identity = directory.identity();
    boolean isNew = identity.generation() == 0;
    for (int i = 0; i < identity.shards(); i++) {
      shards.add(
          new ShardRecovery(i, disk, settings, chunks, isNew, listeners.of(i, identity.shards())));
      shards.getLast().openTables();
    }
    disk.syncDirectory("");
    List<LogPosition> flushed = shards.stream().map(ShardRecovery::flushedTo).toList();
    log =
        new LogRecovery(disk, identity.directoryId(), flushed, isHeard(), new Replay())
            .recover(isNew, identity.cleanEnd(), settings.log().segmentBytes());
    beginServing(log.writer());
  }

  private boolean isHeard() {
    return shards.stream().anyMatch(shard -> !shard.listener().equals(ShardListener.NONE));
  }

  private void beginServing(LogWriter writer) throws IOException {
    try {
      directory.beginServing();
    } catch (IOException e) {
      writer.close();
      throw e;
    }
  }

  /** Puts what the log has into memtables. */
  private final class Replay implements LogRecovery.Visitor {
    @Override
    public void put(int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {
      shards.get(shard).put(keyspaceId, token, key, before, value);
    }

    @Override
    public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {
      shards.get(shard).put(keyspaceId, token, key, before, null);
    }

    @Override
    public void dropRange(int shard, int keyspaceId, TokenRange tokens) {
      shards.get(shard).drop(keyspaceId, tokens);
    }

    @Override
    public void frameEnd(LogPosition end) throws IOException {
      for (ShardRecovery shard : shards) {
        shard.readTo(end);
      }
    }
  }
}
