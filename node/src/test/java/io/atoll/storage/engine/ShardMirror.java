package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.ScanRange;
import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.atoll.storage.log.StateWeight;
import io.atoll.storage.manifest.Doubt;
import io.atoll.storage.manifest.ManifestFile;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.table.EntryCursor;
import io.atoll.storage.table.Table;
import io.vertx.core.Future;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongBiFunction;

/**
 * What a shard holds, known by what its listener is told alone: the tables at the start, then every
 * change. Each change is checked against what the mirror knows.
 */
final class ShardMirror implements ShardListener {
  final Map<StorageKey, byte[]> content = new TreeMap<>();
  final List<MissingRange> lost = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  private final SimDisk disk;
  private final int shard;
  private final Supplier<StorageShard> scanned;
  private final ToLongBiFunction<StorageKey, byte[]> weigher;
  private final List<Rereading> rereading = new ArrayList<>();

  private boolean started;

  /** Of the start: what the log says of writes there may not be so. */
  private final List<Doubt> doubts = new ArrayList<>();

  /** A scan that a reread began: what was written or dropped since is newer than what it shows. */
  private static final class Rereading {
    final int keyspaceId;
    final TokenRange tokens;
    final Set<StorageKey> written = new HashSet<>();
    final List<TokenRange> dropped = new ArrayList<>();

    Rereading(int keyspaceId, TokenRange tokens) {
      this.keyspaceId = keyspaceId;
      this.tokens = tokens;
    }

    boolean covers(StorageKey key) {
      return key.keyspaceId() == keyspaceId && tokens.contains(key.token());
    }

    boolean isNewest(StorageKey key) {
      return !written.contains(key)
          && dropped.stream().noneMatch(range -> range.contains(key.token()));
    }
  }

  /**
   * @param scanned the shard, once it is open
   */
  ShardMirror(SimDisk disk, int shard, Supplier<StorageShard> scanned) {
    this(disk, shard, scanned, ShardMirror::hash);
  }

  /**
   * @param weigher what a state weighs
   */
  ShardMirror(
      SimDisk disk,
      int shard,
      Supplier<StorageShard> scanned,
      ToLongBiFunction<StorageKey, byte[]> weigher) {
    this.weigher = weigher;
    this.disk = disk;
    this.shard = shard;
    this.scanned = scanned;
  }

  @Override
  public boolean opened(ShardState tables) {
    assertThat(told).isEmpty();
    told.add("opened " + tables.nextSequence());
    lost.addAll(tables.missingRanges());
    doubts.addAll(tables.account().doubts());
    Set<Integer> keyspaces = new TreeSet<>();
    tables.tables().forEach(table -> keyspaces.add(table.keyspaceId()));
    try {
      for (int keyspaceId : keyspaces) {
        read(tables, keyspaceId);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return tables.account().content() != null;
  }

  /** It says nothing: what the tables hold is read from them. */
  @Override
  public byte[] account() {
    return new byte[0];
  }

  /** The engine is open: what was to be read anew before can be scanned now; on the loop. */
  void started() {
    doubts.clear();
    started = true;
    List.copyOf(rereading).forEach(this::scan);
  }

  @Override
  public long weigh(StorageKey key, byte[] state) {
    return weigher.applyAsLong(key, state);
  }

  private static long hash(StorageKey key, byte[] state) {
    long hash = 31L * key.hashCode() + Arrays.hashCode(state);
    return (hash * 0x9e3779b97f4a7c15L | 2) & ~1L;
  }

  private void read(ShardState state, int keyspaceId) throws IOException {
    List<TableMeta> oldestFirst = new ArrayList<>(state.tables(keyspaceId));
    oldestFirst.sort(Comparator.comparingLong(TableMeta::maxSequence));
    for (TableMeta meta : oldestFirst) {
      String name = ManifestFile.directory(shard) + "/" + ShardState.tableFileName(meta.number());
      EntryCursor cursor = Table.open(disk.openForRead(name), name, meta.number()).cursor();
      while (cursor.next()) {
        if (!isHidden(state, meta, cursor.token())) {
          read(keyspaceId, cursor);
        }
      }
    }
  }

  private static boolean isHidden(ShardState state, TableMeta meta, long token) {
    return state.rangeTombstones().stream()
        .anyMatch(
            tombstone ->
                tombstone.keyspaceId() == meta.keyspaceId()
                    && tombstone.hides(token, meta.maxSequence()));
  }

  private void read(int keyspaceId, EntryCursor entry) {
    byte[] key = bytes(entry, entry.keyOffset(), entry.keyLength());
    set(
        new StorageKey(keyspaceId, entry.token(), key),
        entry.valueLength() == EntryCursor.REMOVED
            ? null
            : bytes(entry, entry.valueOffset(), entry.valueLength()));
  }

  private static byte[] bytes(EntryCursor cursor, long offset, int length) {
    return cursor.segment().asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void changed(StorageKey key, long before, byte[] after) {
    told.add("changed");
    if (rereading.stream().noneMatch(each -> each.covers(key))
        && doubts.stream().noneMatch(doubt -> lies(key, doubt.keyspaceId(), doubt.tokens()))
        && !isLost(key)) {
      byte[] known = content.get(key);
      long weight = known == null ? StateWeight.NONE : weigh(key, known);
      assertThat(before).as("%s before", key).isEqualTo(weight);
    }
    set(key, after);
  }

  @Override
  public void overwritten(StorageKey key, byte[] after) {
    told.add("overwritten");
    set(key, after);
  }

  private void set(StorageKey key, byte[] after) {
    if (after == null) {
      content.remove(key);
    } else {
      content.put(key, after);
    }
    rereading.stream().filter(each -> each.covers(key)).forEach(each -> each.written.add(key));
  }

  @Override
  public void dropped(int keyspaceId, TokenRange tokens) {
    told.add("dropped " + tokens);
    clear(keyspaceId, tokens);
  }

  private void clear(int keyspaceId, TokenRange tokens) {
    content.keySet().removeIf(key -> lies(key, keyspaceId, tokens));
    rereading.stream()
        .filter(each -> each.keyspaceId == keyspaceId)
        .forEach(each -> each.dropped.add(tokens));
    heal(keyspaceId, tokens);
  }

  private void heal(int keyspaceId, TokenRange tokens) {
    List<MissingRange> known = List.copyOf(lost);
    lost.clear();
    for (MissingRange range : known) {
      if (range.keyspaceId() == keyspaceId) {
        for (TokenRange left : range.tokens().cut(tokens)) {
          lost.add(
              new MissingRange(keyspaceId, left, range.sequence(), range.file(), range.offset()));
        }
      } else {
        lost.add(range);
      }
    }
  }

  @Override
  public void reread(int keyspaceId, TokenRange tokens) {
    told.add("reread " + tokens);
    clear(keyspaceId, tokens);
    Rereading now = new Rereading(keyspaceId, tokens);
    rereading.add(now);
    if (started) {
      scan(now);
    }
  }

  private void scan(Rereading now) {
    int keyspaceId = now.keyspaceId;
    TokenRange tokens = now.tokens;
    Future<StorageKey> scan =
        scanned
            .get()
            .scan(
                ScanRange.of(keyspaceId, tokens),
                (token, key, value) -> {
                  StorageKey found = new StorageKey(keyspaceId, token, key);
                  if (now.isNewest(found)) {
                    content.put(found, value);
                  }
                  return true;
                });
    scan.onComplete(
        done -> {
          assertThat(done.cause()).isNull();
          rereading.remove(now);
        });
  }

  @Override
  public void lost(MissingRange missing) {
    told.add("lost " + missing.tokens());
    lost.add(missing);
  }

  @Override
  public void rotated(long nextSequence) {
    told.add("rotated " + nextSequence);
  }

  @Override
  public void flushed(long nextSequence) {
    told.add("flushed " + nextSequence);
  }

  /** Whether a key's state may be missing. */
  boolean isLost(StorageKey key) {
    return lost.stream().anyMatch(range -> lies(key, range.keyspaceId(), range.tokens()));
  }

  /** Whether nothing is being read any more. */
  boolean isSettled() {
    return rereading.isEmpty();
  }

  private static boolean lies(StorageKey key, int keyspaceId, TokenRange tokens) {
    return key.keyspaceId() == keyspaceId && tokens.contains(key.token());
  }
}
