package io.atoll.storage.compaction;

import io.atoll.storage.manifest.Mask;
import io.atoll.storage.table.EntryCursor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;

/** A source without what masks hide of it. */
final class MaskedCursor implements EntryCursor {
  private final EntryCursor source;

  /** Hidden ranges in ascending order of their beginnings, from and last at even and odd places. */
  private final long[] hidden;

  private int place;

  private MaskedCursor(EntryCursor source, long[] hidden) {
    this.source = source;
    this.hidden = hidden;
  }

  /**
   * The source itself where no mask concerns it.
   *
   * @param age the age of the source: the maximum age of a table
   */
  static EntryCursor over(EntryCursor source, int keyspaceId, long age, List<Mask> masks) {
    long[] hidden =
        masks.stream()
            .filter(mask -> mask.keyspaceId() == keyspaceId && age < mask.age())
            .sorted(Comparator.comparing(Mask::fromToken, Long::compareUnsigned))
            .flatMapToLong(
                mask ->
                    java.util.stream.LongStream.of(mask.fromToken(), mask.toTokenExclusive() - 1))
            .toArray();
    return hidden.length == 0 ? source : new MaskedCursor(source, hidden);
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
    while (place < hidden.length && Long.compareUnsigned(token, hidden[place + 1]) > 0) {
      place += 2;
    }
    return place < hidden.length && Long.compareUnsigned(token, hidden[place]) >= 0;
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
