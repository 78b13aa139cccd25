package io.atoll.storage;

import io.atoll.storage.manifest.Hole;
import io.atoll.storage.manifest.Mask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The tables of one keyspace of a shard at one moment, arranged for lookups: the ring is cut where
 * a table begins or ends, and each piece lists the tables that meet it, newest first. Immutable.
 */
final class TableSet {
  private static final LiveTable[] NO_TABLES = {};

  static final TableSet EMPTY = new TableSet(List.of(), List.of(), List.of());

  /** No state is hidden, none is missing. */
  static final long NOTHING = -1;

  private final List<LiveTable> tables;
  private final List<Mask> masks;
  private final List<Hole> holes;

  /** The first token of each piece, top bit flipped; the first piece begins at the lowest. */
  private final long[] starts;

  private final LiveTable[][] pieces;

  TableSet(List<LiveTable> tables, List<Mask> masks, List<Hole> holes) {
    this.tables = List.copyOf(tables);
    this.masks = List.copyOf(masks);
    this.holes = List.copyOf(holes);
    TreeSet<Long> cuts = new TreeSet<>();
    cuts.add(Long.MIN_VALUE);
    for (LiveTable table : tables) {
      cuts.add(flipped(table.meta.firstToken()));
      if (table.meta.lastToken() != -1) {
        cuts.add(flipped(table.meta.lastToken() + 1));
      }
    }
    this.starts = cuts.stream().mapToLong(Long::longValue).toArray();
    this.pieces = pieces(tables);
  }

  private LiveTable[][] pieces(List<LiveTable> tables) {
    List<List<LiveTable>> lists = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      lists.add(new ArrayList<>());
    }
    List<LiveTable> newestFirst = new ArrayList<>(tables);
    newestFirst.sort(Comparator.comparingLong((LiveTable table) -> table.meta.maxAge()).reversed());
    for (LiveTable table : newestFirst) {
      int last = pieceOf(table.meta.lastToken());
      for (int i = pieceOf(table.meta.firstToken()); i <= last; i++) {
        lists.get(i).add(table);
      }
    }
    return lists.stream().map(list -> list.toArray(NO_TABLES)).toArray(LiveTable[][]::new);
  }

  List<LiveTable> tables() {
    return tables;
  }

  List<Mask> masks() {
    return masks;
  }

  /** Those that meet a token, newest first. */
  LiveTable[] at(long token) {
    return pieces[pieceOf(token)];
  }

  private int pieceOf(long token) {
    long flipped = flipped(token);
    int low = 0;
    int high = starts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= flipped) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Whether neither a drop nor damage has to be considered. */
  boolean isPlain() {
    return masks.isEmpty() && holes.isEmpty();
  }

  /** Tables of a lower age than this say nothing of a token, because it was dropped since. */
  long hiddenBelow(long token) {
    long age = NOTHING;
    for (Mask mask : masks) {
      if (mask.age() > age && mask.hides(token, mask.age() - 1)) {
        age = mask.age();
      }
    }
    return age;
  }

  /** States of this age or a lower one may be missing for a token. */
  long missingUpTo(long token) {
    long age = NOTHING;
    for (Hole hole : holes) {
      if (hole.age() > age && hole.covers(token)) {
        age = hole.age();
      }
    }
    return age;
  }

  /** The hole that may have held a state of a token, the newest of several; null if none. */
  Hole holeAt(long token) {
    return holes.stream()
        .filter(hole -> hole.covers(token))
        .max(Comparator.comparingLong(Hole::age))
        .orElse(null);
  }

  /** Whether a hole meets a range; 0 as its end means 2^64. */
  Hole holeIn(long fromToken, long toTokenExclusive) {
    return holes.stream()
        .filter(
            hole ->
                Long.compareUnsigned(hole.lastToken(), fromToken) >= 0
                    && (toTokenExclusive == 0
                        || Long.compareUnsigned(hole.fromToken(), toTokenExclusive) < 0))
        .findFirst()
        .orElse(null);
  }

  private static long flipped(long token) {
    return token ^ Long.MIN_VALUE;
  }
}
