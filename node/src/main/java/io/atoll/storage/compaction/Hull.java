package io.atoll.storage.compaction;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.TableMeta;
import java.util.List;

/** What tables span together, in ages, both inclusive, and in tokens. */
record Hull(long minAge, long maxAge, TokenRange tokens) {
  static Hull of(List<TableMeta> tables) {
    TableMeta any = tables.getFirst();
    Hull hull = new Hull(any.minAge(), any.maxAge(), any.tokens());
    for (TableMeta table : tables) {
      hull = hull.with(table);
    }
    return hull;
  }

  private Hull with(TableMeta table) {
    return new Hull(
        Math.min(minAge, table.minAge()),
        Math.max(maxAge, table.maxAge()),
        tokens.span(table.tokens()));
  }

  /** Whether tokens overlap. */
  boolean overlaps(TableMeta table) {
    return tokens.overlaps(table.tokens());
  }

  /** Whether a table would interleave with what is made of these. */
  boolean meets(TableMeta table) {
    return table.minAge() <= maxAge && minAge <= table.maxAge() && overlaps(table);
  }

  /** Whether what is made of these would interleave with what is made of those. */
  boolean meets(Hull other) {
    return other.minAge <= maxAge && minAge <= other.maxAge && tokens.overlaps(other.tokens);
  }
}
