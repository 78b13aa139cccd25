package io.atoll.storage.read;

import io.atoll.env.Invariant;
import io.atoll.storage.ScanRange;
import io.atoll.storage.memtable.Memtable;
import io.atoll.storage.memtable.MemtableCursor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** What a memtable held when a scan began. */
public final class MemtableSource implements ScanSource {
  private final Memtable memtable;
  private final MemtableCursor cursor;

  public MemtableSource(Memtable memtable, ScanRange range) {
    this.memtable = memtable;
    this.cursor =
        memtable.cursor(range.keyspaceId(), range.left(), range.firstKey(), memtable.appended());
    memtable.pin();
  }

  @Override
  public boolean next() {
    return cursor.next();
  }

  @Override
  public void load(Consumer<IOException> done) {
    Invariant.check(false, "a memtable never waits");
  }

  @Override
  public LiveTable table() {
    return null;
  }

  @Override
  public long sequence() {
    return memtable.sequence();
  }

  @Override
  public void close() {
    memtable.unpin();
  }

  @Override
  public long token() {
    return cursor.token();
  }

  @Override
  public MemorySegment segment() {
    return cursor.segment();
  }

  @Override
  public long keyOffset() {
    return cursor.keyOffset();
  }

  @Override
  public int keyLength() {
    return cursor.keyLength();
  }

  @Override
  public long valueOffset() {
    return cursor.valueOffset();
  }

  @Override
  public int valueLength() {
    return cursor.valueLength();
  }
}
