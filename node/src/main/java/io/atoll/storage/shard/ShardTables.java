package io.atoll.storage.shard;

import io.atoll.env.Disk;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.Worker;
import io.atoll.storage.cache.BlockCache;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.read.Lookup;
import io.atoll.storage.read.TableSet;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * The tables of one shard: which there are, arranged for reading, and how they come and go. What
 * readers see is what the manifest is certain to say. Belongs to the shard's loop.
 *
 * <p>A table that left the manifest is closed and its file deleted when nobody reads it any more; a
 * damaged one is moved to {@code quarantine} instead. Should that fail, the next start finds a file
 * that no manifest names, and deletes it.
 */
public final class ShardTables implements Lookup.Tables {
  static final String QUARANTINE = "quarantine";

  private final int shard;
  private final Disk disk;
  private final Worker worker;
  private final BlockCache cache;
  private final ManifestWriter manifest;

  /** By number, so that everything that walks them does so in one order. */
  private final Map<Long, LiveTable> live = new TreeMap<>();

  /** Opened for a state that is not durable yet. */
  private final Map<Long, LiveTable> opened = new HashMap<>();

  private final Map<Integer, TableSet> sets = new HashMap<>();
  private final Set<Long> damaged = new HashSet<>();
  private final AtomicLong nextNumber;
  private TableSet recent = TableSet.EMPTY;
  private int recentKeyspace;

  /**
   * @param state what the manifest says
   * @param tables the open tables of that state
   * @param worker writes the manifest and deletes files
   */
  public ShardTables(
      int shard,
      Disk disk,
      Loop loop,
      Worker worker,
      BlockCache cache,
      ShardState state,
      Collection<LiveTable> tables,
      long retryMs) {
    this.shard = shard;
    this.disk = disk;
    this.worker = worker;
    this.cache = cache;
    this.manifest =
        new ManifestWriter(new ManifestFile(disk, shard), state, worker, loop, retryMs, this::show);
    this.nextNumber = new AtomicLong(state.nextTableNumber());
    tables.forEach(table -> opened.put(table.meta.number(), table));
    show();
  }

  /** The name of a table's file. */
  public static String fileName(int shard, long number) {
    return ManifestFile.directory(shard) + "/" + ShardState.tableFileName(number);
  }

  /** A number for a new table; any thread. */
  long takeNumber() {
    return nextNumber.getAndIncrement();
  }

  /** What is durable. */
  public ShardState state() {
    return manifest.durable();
  }

  /** What will be durable when all changes under way are. */
  ShardState newestState() {
    return manifest.newest();
  }

  /** The tables of a keyspace. */
  @Override
  public TableSet of(int keyspaceId) {
    if (recentKeyspace != keyspaceId || recent == TableSet.EMPTY) {
      recent = sets.getOrDefault(keyspaceId, TableSet.EMPTY);
      recentKeyspace = keyspaceId;
    }
    return recent;
  }

  /** The keyspaces that have tables, or had some that were damaged. */
  Set<Integer> keyspaces() {
    return sets.keySet();
  }

  /** All tables, by number. */
  public Collection<LiveTable> all() {
    return live.values();
  }

  /** A table that is read. */
  LiveTable table(long number) {
    return live.get(number);
  }

  /**
   * Changes the state, durably.
   *
   * @param added the open tables that it names anew
   * @return succeeds when readers see it
   */
  Future<Void> change(UnaryOperator<ShardState> change, List<LiveTable> added) {
    return change(change, added, () -> {});
  }

  /**
   * Changes the state, durably.
   *
   * @param added the open tables that it names anew
   * @param told runs when readers see it, before anybody else can act on it
   * @return succeeds behind that
   */
  Future<Void> change(UnaryOperator<ShardState> change, List<LiveTable> added, Runnable told) {
    added.forEach(table -> opened.put(table.meta.number(), table));
    return manifest.change(change, told);
  }

  /** Something is missing in a table: reads are told so from then on, and its file will be kept. */
  Future<Void> tear(long number, MissingRange missingRange, Runnable told) {
    damaged.add(number);
    return manifest.change(state -> state.withMissingRange(missingRange), told);
  }

  /** Its file must not be deleted. */
  void keepFile(long number) {
    damaged.add(number);
  }

  /** Why the manifest cannot be written at the moment; null when it can. */
  IOException failure() {
    return manifest.failure();
  }

  /** Bytes of memory that indexes and filters take. */
  long memoryBytes() {
    long bytes = 0;
    for (LiveTable table : live.values()) {
      bytes += table.table.memoryBytes();
    }
    return bytes;
  }

  /** Closes all files; nothing is read or changed any more. */
  void close() {
    manifest.stop();
    live.values().forEach(table -> close(table.table));
    opened.values().forEach(table -> close(table.table));
  }

  /** Arranges what the durable state says. */
  private void show() {
    ShardState state = manifest.durable();
    Set<Long> listed = new HashSet<>();
    for (TableMeta meta : state.tables()) {
      listed.add(meta.number());
      LiveTable table = opened.remove(meta.number());
      if (table != null) {
        live.put(meta.number(), table);
      }
    }
    List<LiveTable> gone =
        live.values().stream().filter(table -> !listed.contains(table.meta.number())).toList();
    gone.forEach(table -> live.remove(table.meta.number()));
    arrange(state);
    gone.forEach(table -> table.retire(this::remove));
  }

  private void arrange(ShardState state) {
    Map<Integer, List<LiveTable>> byKeyspace = new TreeMap<>();
    for (LiveTable table : live.values()) {
      byKeyspace.computeIfAbsent(table.meta.keyspaceId(), id -> new ArrayList<>()).add(table);
    }
    state
        .missingRanges()
        .forEach(
            missingRange -> byKeyspace.putIfAbsent(missingRange.keyspaceId(), new ArrayList<>()));
    sets.clear();
    byKeyspace.forEach(
        (id, tables) ->
            sets.put(
                id,
                new TableSet(
                    tables,
                    state.rangeTombstones().stream()
                        .filter(rangeTombstone -> rangeTombstone.keyspaceId() == id)
                        .toList(),
                    state.missingRanges().stream()
                        .filter(missingRange -> missingRange.keyspaceId() == id)
                        .toList())));
    recent = TableSet.EMPTY;
  }

  private void remove(LiveTable table) {
    cache.drop(table.residence);
    long number = table.meta.number();
    boolean keep = damaged.remove(number);
    worker.execute(
        () -> {
          close(table.table);
          try {
            if (keep) {
              quarantine(disk, shard, number);
            } else {
              disk.delete(fileName(shard, number));
            }
          } catch (Throwable leftover) {
            FatalError.passOn(leftover);
            // The next start deletes what no manifest names.
          }
        });
  }

  /** Moves a damaged table's file out of the way; blocking. */
  static void quarantine(Disk disk, int shard, long number) throws IOException {
    String name = fileName(shard, number);
    disk.createDirectories(QUARANTINE);
    String kept = QUARANTINE + "/" + name.replace('/', '-');
    if (!disk.exists(kept)) {
      disk.link(name, kept);
      disk.syncDirectory(QUARANTINE);
    }
    disk.delete(name);
  }

  private static void close(io.atoll.storage.table.Table table) {
    try {
      table.close();
    } catch (IOException e) {
      // It was only read from.
    }
  }
}
