package io.atoll.storage.read;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.RangeTombstone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The tables of one keyspace of a shard at one moment, arranged for lookups: the ring is cut where
 * a table begins or ends, and each piece lists the tables that meet it, newest first. Immutable.
 */
public final class TableSet {
  private static final LiveTable[] NO_TABLES = {};

  public static final TableSet EMPTY = new TableSet(List.of(), List.of(), List.of());

  /** No state is hidden, none is missing. */
  static final long NOTHING = -1;

  private final List<LiveTable> tables;
  private final List<RangeTombstone> rangeTombstones;
  private final List<MissingRange> missingRanges;

  /** The first token of each piece, top bit flipped; the first piece begins at the lowest. */
  private final long[] starts;

  private final LiveTable[][] pieces;

  public TableSet(
      List<LiveTable> tables,
      List<RangeTombstone> rangeTombstones,
      List<MissingRange> missingRanges) {
    this.tables = List.copyOf(tables);
    this.rangeTombstones = List.copyOf(rangeTombstones);
    this.missingRanges = List.copyOf(missingRanges);
    TreeSet<Long> cuts = new TreeSet<>();
    cuts.add(Long.MIN_VALUE);
    for (LiveTable table : tables) {
      TokenRange tokens = table.meta.tokens();
      cuts.add(flipped(tokens.from()));
      if (!tokens.endsRing()) {
        cuts.add(flipped(tokens.toExclusive()));
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
    newestFirst.sort(
        Comparator.comparingLong((LiveTable table) -> table.meta.maxSequence()).reversed());
    for (LiveTable table : newestFirst) {
      int last = pieceOf(table.meta.tokens().last());
      for (int i = pieceOf(table.meta.tokens().from()); i <= last; i++) {
        lists.get(i).add(table);
      }
    }
    return lists.stream().map(list -> list.toArray(NO_TABLES)).toArray(LiveTable[][]::new);
  }

  public List<LiveTable> tables() {
    return tables;
  }

  public List<RangeTombstone> rangeTombstones() {
    return rangeTombstones;
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
    return rangeTombstones.isEmpty() && missingRanges.isEmpty();
  }

  /**
   * Tables of a lower sequence number than this say nothing of a token, because it was dropped
   * since.
   */
  long hiddenBelow(long token) {
    long sequence = NOTHING;
    for (RangeTombstone rangeTombstone : rangeTombstones) {
      if (rangeTombstone.sequence() > sequence
          && rangeTombstone.hides(token, rangeTombstone.sequence() - 1)) {
        sequence = rangeTombstone.sequence();
      }
    }
    return sequence;
  }

  /** States of this sequence number or a lower one may be missing for a token. */
  long missingUpTo(long token) {
    long sequence = NOTHING;
    for (MissingRange missingRange : missingRanges) {
      if (missingRange.sequence() > sequence && missingRange.contains(token)) {
        sequence = missingRange.sequence();
      }
    }
    return sequence;
  }

  /**
   * The missing range that may have held a state of a token, the newest of several; null if none.
   */
  MissingRange missingRangeAt(long token) {
    return missingRanges.stream()
        .filter(missingRange -> missingRange.contains(token))
        .max(Comparator.comparingLong(MissingRange::sequence))
        .orElse(null);
  }

  /** A missing range that overlaps a range; null if none. */
  public MissingRange missingRangeIn(TokenRange tokens) {
    return missingRanges.stream()
        .filter(missingRange -> missingRange.tokens().overlaps(tokens))
        .findFirst()
        .orElse(null);
  }

  private static long flipped(long token) {
    return token ^ Long.MIN_VALUE;
  }
}
