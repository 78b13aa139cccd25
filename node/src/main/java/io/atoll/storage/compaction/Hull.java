package io.atoll.storage.compaction;

import io.atoll.storage.manifest.TableMeta;
import java.util.List;

/** What tables span together, in ages and in tokens; both ends inclusive. */
record Hull(long minAge, long maxAge, long firstToken, long lastToken) {
  static Hull of(List<TableMeta> tables) {
    TableMeta any = tables.getFirst();
    Hull hull = new Hull(any.minAge(), any.maxAge(), any.firstToken(), any.lastToken());
    for (TableMeta table : tables) {
      hull = hull.with(table);
    }
    return hull;
  }

  private Hull with(TableMeta table) {
    return new Hull(
        Math.min(minAge, table.minAge()),
        Math.max(maxAge, table.maxAge()),
        least(firstToken, table.firstToken()),
        greatest(lastToken, table.lastToken()));
  }

  /** Whether tokens overlap. */
  boolean overlaps(TableMeta table) {
    return Long.compareUnsigned(table.firstToken(), lastToken) <= 0
        && Long.compareUnsigned(firstToken, table.lastToken()) <= 0;
  }

  /** Whether a table would interleave with what is made of these. */
  boolean meets(TableMeta table) {
    return table.minAge() <= maxAge && minAge <= table.maxAge() && overlaps(table);
  }

  /** Whether what is made of these would interleave with what is made of those. */
  boolean meets(Hull other) {
    return other.minAge <= maxAge
        && minAge <= other.maxAge
        && Long.compareUnsigned(other.firstToken, lastToken) <= 0
        && Long.compareUnsigned(firstToken, other.lastToken) <= 0;
  }

  private static long least(long left, long right) {
    return Long.compareUnsigned(left, right) <= 0 ? left : right;
  }

  private static long greatest(long left, long right) {
    return Long.compareUnsigned(left, right) >= 0 ? left : right;
  }
}
