package io.atoll.storage.memtable;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.RangeTombstone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest durable entries of one shard, in memory. Filled by the shard's loop; once the shard
 * has begun the next one it changes no more, and a worker may read it to flush it.
 *
 * <p>A key that was removed keeps an entry that says so, since older tables may hold the key. A
 * range that was dropped is cleared here and becomes a {@link RangeTombstone} over everything
 * older.
 */
public final class Memtable {
  /** What {@link #find} says of a key that has no entry here. */
  public static final long NONE = EntryHeap.NONE;

  private final long sequence;
  private final EntryHeap heap;

  /** Sorted, so that a flush writes its tables in the same order each time. */
  private final Map<Integer, TokenTable> keyspaces = new TreeMap<>();

  private final List<RangeTombstone> rangeTombstones = new ArrayList<>();

  /** The table of the newest keyspace, found without a search: most shards serve few. */
  private TokenTable recent;

  private int recentKeyspace;
  private long contentBytes;
  private int pins;
  private boolean retired;

  /**
   * @param sequence which of the shard's memtables it is; higher is newer
   */
  public Memtable(long sequence, Chunks chunks) {
    this.sequence = sequence;
    this.heap = new EntryHeap(chunks);
  }

  public long sequence() {
    return sequence;
  }

  /** Whether there is nothing to flush. */
  public boolean isEmpty() {
    return heap.appended() == 0 && rangeTombstones.isEmpty();
  }

  /** Bytes of memory that the entries use, those written over included, on the heap and off it. */
  public long usedBytes() {
    long bytes = heap.usedBytes();
    for (TokenTable table : keyspaces.values()) {
      bytes += table.memoryBytes();
    }
    return bytes;
  }

  /** Bytes of keys and values appended. */
  public long contentBytes() {
    return contentBytes;
  }

  /** How many entries there are, removals included. */
  public long entries() {
    long entries = 0;
    for (TokenTable table : keyspaces.values()) {
      entries += table.entries();
    }
    return entries;
  }

  /** How many entries a keyspace has. */
  public int entries(int keyspaceId) {
    TokenTable table = table(keyspaceId);
    return table == null ? 0 : table.entries();
  }

  /** How many entries lie in a range, counted. */
  public int entries(int keyspaceId, TokenRange tokens) {
    TokenTable table = table(keyspaceId);
    return table == null ? 0 : table.entries(tokens);
  }

  /** The keyspaces that have entries, in ascending order. */
  public List<Integer> keyspaces() {
    return keyspaces.keySet().stream().filter(id -> entries(id) > 0).toList();
  }

  /** The ranges that were dropped while this was filled. */
  public List<RangeTombstone> rangeTombstones() {
    return List.copyOf(rangeTombstones);
  }

  /** Whether a drop in this memtable hides what older ones hold of a token. */
  public boolean hidesOlder(int keyspaceId, long token) {
    for (int i = 0; i < rangeTombstones.size(); i++) {
      if (rangeTombstones.get(i).keyspaceId() == keyspaceId
          && rangeTombstones.get(i).hides(token, sequence - 1)) {
        return true;
      }
    }
    return false;
  }

  /** Sets a key's value; null says that the key was removed. */
  public void put(int keyspaceId, long token, byte[] key, byte[] value) {
    TokenTable table = table(keyspaceId);
    if (table == null) {
      table = new TokenTable(heap);
      keyspaces.put(keyspaceId, table);
      recent = table;
      recentKeyspace = keyspaceId;
    }
    contentBytes += key.length + (value == null ? 0 : value.length);
    table.put(token, key, value);
  }

  /** Forgets a range, here and in all that is older. */
  public void drop(int keyspaceId, TokenRange tokens) {
    TokenTable table = table(keyspaceId);
    if (table != null) {
      table.clear(tokens);
    }
    rangeTombstones.add(new RangeTombstone(keyspaceId, tokens, sequence));
  }

  /** The newest entry of a key, for {@link #value} and its kin, or {@link #NONE}. */
  public long find(int keyspaceId, long token, byte[] key) {
    TokenTable table = table(keyspaceId);
    return table == null ? NONE : table.find(token, key);
  }

  /** The value of an entry, null when it says that the key was removed. */
  public byte[] value(long entry) {
    return heap.value(entry);
  }

  /** How many entries were made so far: what a scan that begins now may see. */
  public int appended() {
    return heap.appended();
  }

  /**
   * The entries of a range, as they were when so many had been made. On the loop that fills it, the
   * memtable may change between two steps of the cursor; a drop is seen at once.
   *
   * @param fromKey with the first token, where to begin; empty for the token's first
   */
  public MemtableCursor cursor(int keyspaceId, TokenRange tokens, byte[] fromKey, int appended) {
    TokenTable table = table(keyspaceId);
    return new MemtableCursor(
        heap, table == null ? new TokenTable(heap) : table, tokens, fromKey, appended);
  }

  /** All entries of a keyspace, of a memtable that changes no more. */
  public MemtableCursor cursor(int keyspaceId) {
    return cursor(keyspaceId, TokenRange.RING, new byte[0], heap.appended());
  }

  /** Somebody reads this across several tasks of the loop; called there. */
  public void pin() {
    pins++;
  }

  /** The end of a {@link #pin}. */
  public void unpin() {
    pins--;
    releaseIfUnused();
  }

  /** Its entries are elsewhere: gives the memory back as soon as nobody reads it any more. */
  public void retire() {
    retired = true;
    releaseIfUnused();
  }

  private void releaseIfUnused() {
    if (retired && pins == 0) {
      heap.release();
    }
  }

  private TokenTable table(int keyspaceId) {
    if (recent != null && recentKeyspace == keyspaceId) {
      return recent;
    }
    return keyspaces.get(keyspaceId);
  }
}
