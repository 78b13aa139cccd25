package io.atoll.storage.memtable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The durable state of one shard in memory. Single-threaded; it keeps the arrays it is given and
 * hands them out again.
 */
public final class Memtable {
  private static final byte[] LOWEST_KEY = new byte[0];

  /** Never iterated, so that the order of its entries decides nothing. */
  private final Map<Integer, TokenTable> keyspaces = new HashMap<>();

  private long keys;
  private long bytes;

  /** What a scan shows its entries to. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One entry.
     *
     * @return false to stop
     */
    boolean visit(long token, byte[] key, byte[] value);
  }

  /** How many keys there are. */
  public long keys() {
    return keys;
  }

  /** Bytes of all keys and values. */
  public long bytes() {
    return bytes;
  }

  /** The value of a key, or null. */
  public byte[] get(int keyspaceId, long token, byte[] key) {
    TokenTable table = keyspaces.get(keyspaceId);
    return table == null ? null : table.get(token, key);
  }

  /** Sets a value. */
  public void put(int keyspaceId, long token, byte[] key, byte[] value) {
    TokenTable table = keyspaces.computeIfAbsent(keyspaceId, id -> new TokenTable());
    discount(table);
    table.put(token, key, value);
    count(table);
  }

  /** Removes a key; no effect when it is absent. */
  public void remove(int keyspaceId, long token, byte[] key) {
    TokenTable table = keyspaces.get(keyspaceId);
    if (table != null) {
      discount(table);
      table.remove(token, key);
      count(table);
    }
  }

  /** Removes all keys of a keyspace. */
  public void dropKeyspace(int keyspaceId) {
    TokenTable table = keyspaces.remove(keyspaceId);
    if (table != null) {
      discount(table);
    }
  }

  /** Removes the keys of an arc of a keyspace; 0 and 0 are the whole ring. */
  public void dropRange(int keyspaceId, long fromToken, long toTokenExclusive) {
    if (fromToken == 0 && toTokenExclusive == 0) {
      dropKeyspace(keyspaceId);
      return;
    }
    List<Runnable> removals = new ArrayList<>();
    scan(
        keyspaceId,
        fromToken,
        toTokenExclusive,
        (token, key, value) -> removals.add(() -> remove(keyspaceId, token, key)));
    removals.forEach(Runnable::run);
  }

  /**
   * Shows the entries of an arc of a keyspace in ascending order.
   *
   * @param toTokenExclusive 0 means 2^64
   * @return whether the visitor saw all of them; false when it stopped
   */
  public boolean scan(int keyspaceId, long fromToken, long toTokenExclusive, Visitor visitor) {
    TokenTable table = keyspaces.get(keyspaceId);
    return table == null || table.scan(fromToken, LOWEST_KEY, false, toTokenExclusive, visitor);
  }

  /** Like {@link #scan}, beginning behind a key. */
  public boolean scanAfter(
      int keyspaceId, long token, byte[] key, long toTokenExclusive, Visitor visitor) {
    TokenTable table = keyspaces.get(keyspaceId);
    return table == null || table.scan(token, key, true, toTokenExclusive, visitor);
  }

  private void discount(TokenTable table) {
    keys -= table.keys();
    bytes -= table.bytes();
  }

  private void count(TokenTable table) {
    keys += table.keys();
    bytes += table.bytes();
  }
}
