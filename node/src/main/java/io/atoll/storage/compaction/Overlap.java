package io.atoll.storage.compaction;

import io.atoll.storage.manifest.TableMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which tables of a keyspace lie over which. Pure functions. */
final class Overlap {
  private static final Comparator<TableMeta> BY_SEQUENCE =
      Comparator.comparingLong(TableMeta::maxSequence)
          .thenComparing(TableMeta::tokens)
          .thenComparingLong(TableMeta::number);

  private Overlap() {}

  static boolean inTokens(TableMeta left, TableMeta right) {
    return left.tokens().overlaps(right.tokens());
  }

  /** Tables from the oldest to the newest. */
  static List<TableMeta> byAge(List<TableMeta> tables) {
    List<TableMeta> sorted = new ArrayList<>(tables);
    sorted.sort(BY_SEQUENCE);
    return sorted;
  }

  /**
   * Tables as runs, from the oldest to the newest: tables of one run do not overlap, and of two
   * that overlap the older one is in the older run.
   */
  static List<List<TableMeta>> runs(List<TableMeta> tables) {
    List<List<TableMeta>> runs = new ArrayList<>();
    for (TableMeta table : byAge(tables)) {
      int place = runs.size();
      while (place > 0 && !overlapsAny(runs.get(place - 1), table)) {
        place--;
      }
      if (place == runs.size()) {
        runs.add(new ArrayList<>());
      }
      runs.get(place).add(table);
    }
    for (List<TableMeta> run : runs) {
      run.sort(Comparator.comparing(TableMeta::tokens));
    }
    return runs;
  }

  private static boolean overlapsAny(List<TableMeta> run, TableMeta table) {
    for (TableMeta other : run) {
      if (inTokens(other, table)) {
        return true;
      }
    }
    return false;
  }

  static long sizeBytes(List<TableMeta> tables) {
    return tables.stream().mapToLong(TableMeta::sizeBytes).sum();
  }
}
