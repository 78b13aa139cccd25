package io.atoll.storage.engine;

import io.atoll.env.Disk;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.Subdirectory;
import io.atoll.ring.TokenRange;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.log.LogRecovery;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.shard.ShardStore;
import io.atoll.storage.shard.ShardTables;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a data directory out of links to the tables of another, while that goes on being written.
 * Each shard is flushed and then shows what it held at that moment; one shard's moment is not
 * another's. The identity comes last: without it, a snapshot is none. Its generation is drawn: the
 * next ones of the directory it was taken of are that directory's.
 */
final class EngineSnapshot {
  static final String DIRECTORY = "snapshots";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final LsmEngine engine;
  private final StorageEnv doors;
  private final Identity identity;
  private final StorageSettings settings;
  private final String name;
  private final Disk target;

  EngineSnapshot(
      LsmEngine engine,
      StorageEnv doors,
      Identity identity,
      StorageSettings settings,
      String name) {
    this.engine = engine;
    this.doors = doors;
    this.identity = identity;
    this.settings = settings;
    this.name = name;
    this.target = new Subdirectory(doors.disk(), DIRECTORY + "/" + name);
  }

  /**
   * Takes it.
   *
   * @return completes on loop 0 when it is durable
   */
  Future<Void> take() {
    if (!NAME.matcher(name).matches()) {
      return Future.failedFuture(
          new StorageException(
              Reason.MALFORMED,
              "snapshot name '%s' must be 1 to 64 letters, digits, dots, dashes or underscores, and begin with a letter or digit"
                  .formatted(name)));
    }
    Loop home = doors.loops().getFirst();
    Future<Void> all = onWorker(home, this::begin);
    for (int i = 0; i < engine.shardCount(); i++) {
      int shard = i;
      all = all.compose(before -> onShard(home, shard));
    }
    return all.compose(linked -> onWorker(home, this::end));
  }

  private Future<Void> onShard(Loop home, int shard) {
    Promise<Void> linked = Promise.promise();
    Loop loop = engine.loopOf(shard);
    loop.execute(
        () ->
            link(loop, engine.shard(shard).store(), shard)
                .onComplete(result -> home.execute(() -> linked.handle(result))));
    return linked.future();
  }

  private Future<Void> link(Loop loop, ShardStore store, int shard) {
    return store
        .flush()
        .compose(
            flushed -> {
              ShardState state = store.tables().state();
              List<LiveTable> pinned = new ArrayList<>(store.tables().all());
              pinned.forEach(LiveTable::pin);
              return onWorker(loop, () -> link(shard, state))
                  .onComplete(done -> pinned.forEach(LiveTable::unpin));
            });
  }

  private void begin() throws IOException, StorageException {
    if (!target.list("").isEmpty()) {
      throw new StorageException(
          Reason.NOT_EMPTY,
          "snapshot %s exists already: choose another name, or delete it"
              .formatted(target.describe()));
    }
    target.createDirectories("");
  }

  private void link(int shard, ShardState state) throws IOException {
    target.createDirectories(ManifestFile.directory(shard));
    for (TableMeta table : state.tables()) {
      String file = ShardTables.fileName(shard, table.number());
      doors.disk().link(file, DIRECTORY + "/" + name + "/" + file);
    }
    // Its log is a new one, so nothing of the old one's positions means anything there.
    new ManifestFile(target, shard)
        .replace(
            new ShardState(
                state.tables(),
                state.rangeTombstones(),
                state.missingRanges(),
                state.nextTableNumber(),
                state.nextSequence(),
                LogPosition.ORIGIN,
                state.account()));
  }

  private void end() throws IOException {
    long directoryId = doors.entropy().nextLong();
    List<LogPosition> nothing = Collections.nCopies(identity.shards(), LogPosition.ORIGIN);
    new LogRecovery(target, directoryId, nothing, false, new Nothing())
        .recover(true, null, settings.log().segmentBytes())
        .writer()
        .close();
    doors.disk().syncDirectory(DIRECTORY);
    doors.disk().syncDirectory("");
    DataDirectory.write(
        target,
        new Identity(
            identity.owner(),
            directoryId,
            identity.shards(),
            StorageEngine.drawGeneration(doors.entropy()),
            null));
  }

  /** A log that is being begun holds nothing. */
  private static final class Nothing implements LogRecovery.Visitor {
    @Override
    public void put(int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {}

    @Override
    public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {}

    @Override
    public void dropRange(int shard, int keyspaceId, TokenRange tokens) {}

    @Override
    public void frameEnd(LogPosition end) {}
  }

  /** What runs on the worker. */
  private interface Task {
    void run() throws IOException, StorageException;
  }

  private Future<Void> onWorker(Loop loop, Task task) {
    Promise<Void> done = Promise.promise();
    doors
        .flushWorker()
        .execute(
            () -> {
              try {
                task.run();
                loop.execute(done::complete);
              } catch (StorageException e) {
                loop.execute(() -> done.fail(e));
              } catch (Throwable e) {
                IOException failure = FatalError.asFailure(e);
                loop.execute(() -> done.fail(DataDirectory.refusal(doors.disk(), failure)));
              }
            });
    return done.future();
  }
}
