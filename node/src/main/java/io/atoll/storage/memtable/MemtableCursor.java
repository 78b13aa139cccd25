package io.atoll.storage.memtable;

import io.atoll.ring.TokenRange;
import io.atoll.storage.table.EntryCursor;
import java.lang.foreign.MemorySegment;

/**
 * The entries of a range of one keyspace as they were at one moment. An entry that has been written
 * over since is found through its successor; a key that came later is left out.
 */
public final class MemtableCursor implements EntryCursor {
  private final EntryHeap heap;
  private final TokenTable table;
  private final TokenRange tokens;
  private final byte[] fromKey;
  private final int appended;
  private final TokenTable.Position position = new TokenTable.Position();
  private int changes;
  private boolean begun;

  /** The newest entry of the current key: its place in the table. */
  private long placed = EntryHeap.NONE;

  /** What is shown of it. */
  private long address = EntryHeap.NONE;

  private long token;
  private boolean ended;

  MemtableCursor(
      EntryHeap heap, TokenTable table, TokenRange tokens, byte[] fromKey, int appended) {
    this.heap = heap;
    this.table = table;
    this.tokens = tokens;
    this.token = tokens.from();
    this.fromKey = fromKey;
    this.appended = appended;
  }

  @Override
  public boolean next() {
    while (!ended) {
      if (begun) {
        leavePlace();
      } else {
        begin();
      }
      placed = table.address(position);
      if (placed == EntryHeap.NONE) {
        ended = true;
        break;
      }
      token = table.token(position);
      if (tokens.endsBefore(token)) {
        ended = true;
        break;
      }
      address = placed;
      while (address != EntryHeap.NONE && heap.ordinal(address) > appended) {
        address = heap.replaced(address);
      }
      if (address != EntryHeap.NONE) {
        return true;
      }
    }
    return false;
  }

  /** Only now: what the table holds may have moved since this was made. */
  private void begin() {
    table.seek(position, token, fromKey);
    changes = table.changes();
    begun = true;
  }

  /** Goes behind the current key, wherever it stands by now. */
  private void leavePlace() {
    if (changes == table.changes()) {
      table.advance(position);
      return;
    }
    byte[] key = heap.key(placed);
    table.seek(position, token, key);
    changes = table.changes();
    long found = table.address(position);
    if (found != EntryHeap.NONE
        && table.token(position) == token
        && heap.compareKey(found, key) == 0) {
      table.advance(position);
    }
  }

  @Override
  public long token() {
    return token;
  }

  @Override
  public MemorySegment segment() {
    return heap.segment(address);
  }

  @Override
  public long keyOffset() {
    return heap.keyOffset(address);
  }

  @Override
  public int keyLength() {
    return heap.keyLength(address);
  }

  @Override
  public long valueOffset() {
    return heap.valueOffset(address);
  }

  @Override
  public int valueLength() {
    return heap.valueLength(address);
  }
}
