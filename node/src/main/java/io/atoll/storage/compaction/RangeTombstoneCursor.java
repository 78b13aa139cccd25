package io.atoll.storage.compaction;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.table.EntryCursor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A source without what range tombstones hide of it. */
final class RangeTombstoneCursor implements EntryCursor {
  private final EntryCursor source;

  /** Hidden ranges, ascending. */
  private final TokenRange[] hidden;

  private int place;

  private RangeTombstoneCursor(EntryCursor source, TokenRange[] hidden) {
    this.source = source;
    this.hidden = hidden;
  }

  /**
   * The source itself where no range tombstone concerns it.
   *
   * @param sequence of the source: the highest sequence number of a table
   */
  static EntryCursor over(
      EntryCursor source, int keyspaceId, long sequence, List<RangeTombstone> rangeTombstones) {
    TokenRange[] hidden =
        rangeTombstones.stream()
            .filter(
                rangeTombstone ->
                    rangeTombstone.keyspaceId() == keyspaceId
                        && sequence < rangeTombstone.sequence())
            .map(RangeTombstone::tokens)
            .sorted()
            .toArray(TokenRange[]::new);
    return hidden.length == 0 ? source : new RangeTombstoneCursor(source, hidden);
  }

  @Override
  public boolean next() throws IOException {
    while (source.next()) {
      if (!isHidden(source.token())) {
        return true;
      }
    }
    return false;
  }

  /** Ranges may overlap; one that ended is never looked at again, because tokens only ascend. */
  private boolean isHidden(long token) {
    while (place < hidden.length && hidden[place].endsBefore(token)) {
      place++;
    }
    return place < hidden.length && hidden[place].contains(token);
  }

  @Override
  public long token() {
    return source.token();
  }

  @Override
  public MemorySegment segment() {
    return source.segment();
  }

  @Override
  public long keyOffset() {
    return source.keyOffset();
  }

  @Override
  public int keyLength() {
    return source.keyLength();
  }

  @Override
  public long valueOffset() {
    return source.valueOffset();
  }

  @Override
  public int valueLength() {
    return source.valueLength();
  }
}
