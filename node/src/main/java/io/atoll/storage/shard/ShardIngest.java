package io.atoll.storage.shard;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.ring.TokenRange;
import io.atoll.storage.RangeIngest;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageShard;
import io.atoll.storage.read.LiveTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a range from elsewhere into a table past the log, and puts it beneath everything that is
 * written from then on. Belongs to the shard's loop; the file to the flush worker.
 *
 * <p>The table needs a sequence number that no memtable has and that is above those of all that are
 * flushed, so finishing first flushes what memory holds.
 */
final class ShardIngest implements RangeIngest {
  private final int shard;
  private final Loop loop;
  private final StorageSettings settings;
  private final EngineParts parts;
  private final ShardStore store;
  private final int keyspaceId;
  private final TokenRange tokens;

  // The worker's own.
  private TableFile file;
  private Entry last;

  private StorageException failure;
  private boolean ended;

  ShardIngest(
      int shard,
      Loop loop,
      StorageSettings settings,
      EngineParts parts,
      ShardStore store,
      int keyspaceId,
      TokenRange tokens) {
    this.shard = shard;
    this.loop = loop;
    this.settings = settings;
    this.parts = parts;
    this.store = store;
    this.keyspaceId = keyspaceId;
    this.tokens = tokens;
  }

  @Override
  public Future<Void> add(Iterable<Entry> entries) {
    return ended || failure != null
        ? Future.failedFuture(failure == null ? over() : failure)
        : onWorker(() -> write(entries));
  }

  @Override
  public Future<Void> finish() {
    if (ended || failure != null) {
      return Future.failedFuture(failure == null ? over() : failure);
    }
    ended = true;
    return store
        .flush()
        .compose(flushed -> store.isEmpty(keyspaceId, tokens))
        .compose(
            empty ->
                empty
                    ? store.skipSequence().compose(this::install)
                    : Future.<Void>failedFuture(notEmpty()))
        .recover(cause -> onWorker(this::close).transform(closed -> Future.failedFuture(cause)));
  }

  private Future<Void> install(long sequence) {
    Promise<Void> installed = Promise.promise();
    onWorker(() -> complete(sequence, installed)).onFailure(installed::tryFail);
    return installed.future();
  }

  @Override
  public Future<Void> cancel() {
    ended = true;
    return onWorker(this::close);
  }

  /** What runs on the worker. */
  private interface Task {
    void run() throws IOException, StorageException;
  }

  private Future<Void> onWorker(Task task) {
    Promise<Void> done = Promise.promise();
    parts
        .background()
        .flushWorker()
        .execute(
            () -> {
              try {
                task.run();
                loop.execute(done::complete);
              } catch (StorageException e) {
                fail(e, done);
              } catch (Throwable e) {
                fail(unwritable(FatalError.asFailure(e)), done);
              }
            });
    return done.future();
  }

  private void fail(StorageException cause, Promise<Void> done) {
    close();
    loop.execute(
        () -> {
          failure = cause;
          done.fail(cause);
        });
  }

  private void write(Iterable<Entry> entries) throws IOException, StorageException {
    for (Entry entry : entries) {
      check(entry);
      if (file == null) {
        long number = store.tables().takeNumber();
        file = new TableFile(parts.disk(), shard, keyspaceId, number, settings.tables(), 1_024);
      }
      file.writer().add(entry.token(), entry.key(), entry.value());
      last = entry;
    }
  }

  private void check(Entry entry) throws StorageException {
    if (!tokens.contains(entry.token())) {
      throw malformed("token %016x lies outside the range %s".formatted(entry.token(), tokens));
    }
    if (entry.key().length > StorageShard.MAX_KEY_BYTES
        || entry.value().length > StorageShard.MAX_VALUE_BYTES) {
      throw malformed(
          "a key of %d bytes with a value of %d bytes is too long"
              .formatted(entry.key().length, entry.value().length));
    }
    if (last != null) {
      int byToken = Long.compareUnsigned(last.token(), entry.token());
      if (byToken > 0 || (byToken == 0 && Arrays.compareUnsigned(last.key(), entry.key()) >= 0)) {
        throw malformed("token %016x does not ascend".formatted(entry.token()));
      }
    }
  }

  private void complete(long sequence, Promise<Void> installed) throws IOException {
    List<LiveTable> added = new ArrayList<>();
    if (file != null) {
      added.add(file.complete(sequence, sequence));
      TableFile.syncDirectory(parts.disk(), shard);
    }
    close();
    loop.execute(() -> store.install(keyspaceId, tokens, sequence, added).onComplete(installed));
  }

  private void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private StorageException malformed(String what) {
    return new StorageException(Reason.MALFORMED, "an entry cannot be taken in: " + what);
  }

  private StorageException unwritable(IOException cause) {
    return new StorageException(
        Reason.NOT_ACCESSIBLE,
        "a table of %s cannot be written (%s): check the disk"
            .formatted(parts.disk().describe(), cause.getMessage()),
        cause);
  }

  private StorageException notEmpty() {
    return new StorageException(
        Reason.NOT_EMPTY,
        "the range %s holds data already: drop it, or write entry by entry".formatted(tokens));
  }

  private static StorageException over() {
    return new StorageException(Reason.CLOSED, "the ingestion is over");
  }
}
