package io.atoll.storage.compaction;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.TableMeta;
import java.util.List;

/** What tables span together, in sequence numbers, both inclusive, and in tokens. */
record Hull(long minSequence, long maxSequence, TokenRange tokens) {
  static Hull of(List<TableMeta> tables) {
    TableMeta any = tables.getFirst();
    Hull hull = new Hull(any.minSequence(), any.maxSequence(), any.tokens());
    for (TableMeta table : tables) {
      hull = hull.with(table);
    }
    return hull;
  }

  private Hull with(TableMeta table) {
    return new Hull(
        Math.min(minSequence, table.minSequence()),
        Math.max(maxSequence, table.maxSequence()),
        tokens.span(table.tokens()));
  }

  /** Whether tokens overlap. */
  boolean overlaps(TableMeta table) {
    return tokens.overlaps(table.tokens());
  }

  /** Whether a table would interleave with what is made of these. */
  boolean meets(TableMeta table) {
    return table.minSequence() <= maxSequence
        && minSequence <= table.maxSequence()
        && overlaps(table);
  }

  /** Whether what is made of these would interleave with what is made of those. */
  boolean meets(Hull other) {
    return other.minSequence <= maxSequence
        && minSequence <= other.maxSequence
        && tokens.overlaps(other.tokens);
  }
}
