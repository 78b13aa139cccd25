package io.atoll.storage.shard;

import io.atoll.env.Disk;
import io.atoll.env.Remedy;
import io.atoll.ring.TokenRange;
import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.log.StateWeight;
import io.atoll.storage.manifest.Account;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.memtable.Chunks;
import io.atoll.storage.memtable.Memtable;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.table.DamagedTableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One shard at a start: its manifest, its tables, and a memtable for what only the log has.
 * Blocking; belongs to the worker that opens the engine.
 *
 * <p>A table that cannot be opened costs its range, not the start: a missing range takes its place
 * and the file goes to quarantine. Files that no manifest names are the remains of what was never
 * finished, or of what was being deleted.
 */
public final class ShardRecovery {
  private final int shard;
  private final Disk disk;
  private final StorageSettings settings;
  private final Chunks chunks;
  private final ManifestFile manifest;
  private final ShardListener listener;
  private final boolean listens;
  private final boolean isNew;
  private final List<LiveTable> tables = new ArrayList<>();
  private final AtomicLong nextNumber = new AtomicLong();
  private ShardState state;
  private Memtable memtable;
  private LogPosition readTo;

  /**
   * Whether the account has all that lies in the log before its place: so the log's weights hold.
   */
  private boolean goesOn;

  /**
   * Reads the manifest, or makes one.
   *
   * @param isNew whether there may be none: nothing was ever written to the directory
   */
  public ShardRecovery(
      int shard,
      Disk disk,
      StorageSettings settings,
      Chunks chunks,
      boolean isNew,
      ShardListener listener)
      throws IOException, StorageException {
    this.shard = shard;
    this.disk = disk;
    this.settings = settings;
    this.chunks = chunks;
    this.manifest = new ManifestFile(disk, shard);
    this.listener = listener;
    this.listens = !listener.equals(ShardListener.NONE);
    this.isNew = isNew;
    this.state = readManifest();
    this.readTo = state.flushedTo();
    this.memtable = new Memtable(state.nextSequence(), chunks);
  }

  private ShardState readManifest() throws IOException, StorageException {
    String directory = ManifestFile.directory(shard);
    ShardState found = manifest.read().orElse(null);
    if (found != null) {
      // It may have been read from the cache of a system whose node died: its name comes first.
      disk.syncDirectory(directory);
      return found;
    }
    if (!isNew) {
      throw new StorageException(
          StorageException.Reason.DAMAGED,
          "%s has no %s/manifest, though data was written to it: %s"
              .formatted(disk.describe(), directory, Remedy.WHOLE_DIRECTORY));
    }
    disk.createDirectories(directory);
    disk.syncDirectory("");
    manifest.replace(ShardState.EMPTY);
    return ShardState.EMPTY;
  }

  /** What of this shard lies in the log before this place is in tables. */
  public LogPosition flushedTo() {
    return state.flushedTo();
  }

  /** What the log has beyond the tables. */
  public Memtable memtable() {
    return memtable;
  }

  public ShardState state() {
    return state;
  }

  /** Who has heard what was recovered. */
  public ShardListener listener() {
    return listener;
  }

  public List<LiveTable> tables() {
    return tables;
  }

  /** Opens the tables and removes what belongs to none. */
  public void openTables() throws IOException {
    Set<String> named = new HashSet<>();
    Map<Long, MissingRange> lost = new LinkedHashMap<>();
    for (TableMeta meta : state.tables()) {
      named.add(ShardState.tableFileName(meta.number()));
      String file = ShardTables.fileName(shard, meta.number());
      try {
        if (disk.exists(file)) {
          tables.add(TableFile.open(disk, shard, meta));
        } else {
          lost.put(meta.number(), missingRange(meta, file, 0));
        }
      } catch (DamagedTableException e) {
        lost.put(meta.number(), missingRange(meta, e.file(), e.offset()));
      }
    }
    nextNumber.set(state.nextTableNumber());
    if (!lost.isEmpty()) {
      // One by one: taken together, they would take what lies between their sequence numbers along.
      lost.forEach(
          (number, missingRange) ->
              state = state.compacted(List.of(number), List.of(), List.of(missingRange)));
      manifest.replace(state);
      for (long number : lost.keySet()) {
        if (disk.exists(ShardTables.fileName(shard, number))) {
          ShardTables.quarantine(disk, shard, number);
        }
      }
    }
    for (String name : disk.list(ManifestFile.directory(shard))) {
      if (name.endsWith(".table") && !named.contains(name)) {
        disk.delete(ManifestFile.directory(shard) + "/" + name);
      }
    }
    tellOpened();
  }

  /**
   * What is written from now on is in no account that this listener does not go on from: it must
   * not be there for a later start.
   */
  private void tellOpened() throws IOException {
    goesOn = listener.opened(state) && state.account().content() != null;
    if (!goesOn) {
      Account begun = new Account(isNew ? listener.account() : null, List.of());
      if (!begun.equals(state.account())) {
        state = state.with(begun);
        manifest.replace(state);
      }
    }
  }

  /**
   * The log has a state of a key; null says that the key was removed.
   *
   * @param before the weight of the state that it replaced, by the log
   */
  public void put(int keyspaceId, long token, byte[] key, long before, byte[] value) {
    if (listens) {
      tell(new StorageKey(keyspaceId, token, key), before, value);
    }
    memtable.put(keyspaceId, token, key, value);
  }

  /** The log has the drop of a range. */
  public void drop(int keyspaceId, TokenRange tokens) {
    memtable.drop(keyspaceId, tokens);
    listener.dropped(keyspaceId, tokens);
  }

  private void tell(StorageKey key, long before, byte[] after) {
    long known = goesOn && before != StateWeight.UNKNOWN ? before : inMemory(key);
    if (known == StateWeight.UNKNOWN) {
      listener.overwritten(key, after);
    } else {
      listener.changed(key, known, after);
    }
  }

  /** The weight of a state that the log has had already. */
  private long inMemory(StorageKey key) {
    long entry = memtable.find(key.keyspaceId(), key.token(), key.key());
    if (entry == Memtable.NONE) {
      boolean dropped = memtable.hidesOlder(key.keyspaceId(), key.token());
      return dropped ? StateWeight.NONE : StateWeight.UNKNOWN;
    }
    byte[] state = memtable.value(entry);
    return state == null ? StateWeight.NONE : listener.weigh(key, state);
  }

  /**
   * The log was read up to the end of a frame: flushes the memtable if it has grown too large, so
   * that any length of log can be read.
   */
  public void readTo(LogPosition end) throws IOException {
    readTo = end;
    if (memtable.usedBytes() >= settings.shards().rotateBytes()) {
      List<LiveTable> flushed =
          new MemtableWriter(disk, shard, settings.tables(), nextNumber::getAndIncrement)
              .write(memtable);
      long next = memtable.sequence() + 1;
      // All doubts were told when the shard was opened.
      state =
          state.flushed(
              flushed.stream().map(table -> table.meta).toList(),
              memtable.rangeTombstones(),
              readTo,
              next,
              new Account.Statement(goesOn ? listener.account() : null, Long.MAX_VALUE));
      manifest.replace(state);
      tables.addAll(flushed);
      memtable.retire();
      memtable = new Memtable(next, chunks);
      listener.rotated(next);
      listener.flushed(next);
    }
  }

  /** Closes the tables of a start that failed. */
  public void close() {
    for (LiveTable table : tables) {
      try {
        table.table.close();
      } catch (IOException e) {
        // It was only read from.
      }
    }
  }

  private static MissingRange missingRange(TableMeta meta, String file, long offset) {
    return new MissingRange(meta.keyspaceId(), meta.tokens(), meta.maxSequence(), file, offset);
  }
}
