package io.atoll.storage.compaction;

import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.merge.MergeSource;
import io.atoll.storage.table.DamagedTableException;
import io.atoll.storage.table.EntryCursor;
import io.atoll.storage.table.Table;
import io.atoll.storage.table.TableCursor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The tables of one run one behind the other, without what range tombstones hide of each. Behind a
 * damaged block it goes on, after saying so.
 */
final class RunCursor implements MergeSource {
  /**
   * A table with its place in the order of newness.
   *
   * @param maxSequence decides which range tombstones hide something of it
   */
  record Input(Table table, long maxSequence) {}

  private final int keyspaceId;
  private final long sequence;
  private final List<Input> inputs;
  private final List<RangeTombstone> rangeTombstones;
  private final BiConsumer<Table, DamagedTableException> onDamage;

  private int place = -1;
  private TableCursor table;
  private EntryCursor current;
  private long readBytes;

  /**
   * @param sequence orders runs: the higher, the newer
   * @param inputs in ascending order of tokens, which do not overlap
   * @param onDamage is told of each damaged block before the first entry behind it is shown
   */
  RunCursor(
      int keyspaceId,
      long sequence,
      List<Input> inputs,
      List<RangeTombstone> rangeTombstones,
      BiConsumer<Table, DamagedTableException> onDamage) {
    this.keyspaceId = keyspaceId;
    this.sequence = sequence;
    this.inputs = inputs;
    this.rangeTombstones = rangeTombstones;
    this.onDamage = onDamage;
  }

  @Override
  public boolean next() throws IOException {
    while (current != null || open()) {
      try {
        if (current.next()) {
          readBytes += current.keyLength() + Math.max(0, current.valueLength());
          return true;
        }
        current = null;
      } catch (DamagedTableException e) {
        onDamage.accept(inputs.get(place).table(), e);
        table.skipDamagedBlock();
      }
    }
    return false;
  }

  private boolean open() {
    if (place + 1 >= inputs.size()) {
      return false;
    }
    Input input = inputs.get(++place);
    table = input.table().cursor();
    current = RangeTombstoneCursor.over(table, keyspaceId, input.maxSequence(), rangeTombstones);
    return true;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  /** Bytes of keys and values that were shown. */
  long readBytes() {
    return readBytes;
  }

  @Override
  public long token() {
    return current.token();
  }

  @Override
  public MemorySegment segment() {
    return current.segment();
  }

  @Override
  public long keyOffset() {
    return current.keyOffset();
  }

  @Override
  public int keyLength() {
    return current.keyLength();
  }

  @Override
  public long valueOffset() {
    return current.valueOffset();
  }

  @Override
  public int valueLength() {
    return current.valueLength();
  }
}
