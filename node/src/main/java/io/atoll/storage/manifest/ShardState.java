package io.atoll.storage.manifest;

import io.atoll.ring.TokenRange;
import io.atoll.storage.log.LogPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a shard keeps on the disk, as a value: every change makes a new one, which is written to the
 * {@link ManifestFile} before anybody acts on it. Immutable; each of its invariants is checked
 * whenever one is made.
 *
 * <p>Always true: numbers are unique and below the next one; sequence numbers likewise; of two
 * tables of a keyspace whose tokens overlap, one is older altogether; no range tombstone is newer
 * than the next sequence number.
 *
 * @param tables by keyspace, then from the oldest to the newest
 * @param rangeTombstones dropped ranges that still hide something, or may
 * @param missingRanges what is missing
 * @param nextTableNumber the number of the next table
 * @param nextSequence no table has this sequence number or a higher one; memtables of the next
 *     start begin with it
 * @param flushedTo what lies in the log before this place is in tables
 * @param account what the shard's listener has to say of that
 */
public record ShardState(
    List<TableMeta> tables,
    List<RangeTombstone> rangeTombstones,
    List<MissingRange> missingRanges,
    long nextTableNumber,
    long nextSequence,
    LogPosition flushedTo,
    Account account) {
  private static final Comparator<TableMeta> ORDER =
      Comparator.comparingInt(TableMeta::keyspaceId)
          .thenComparingLong(TableMeta::maxSequence)
          .thenComparingLong(TableMeta::number);

  /** A new shard. */
  public static final ShardState EMPTY =
      new ShardState(List.of(), List.of(), List.of(), 1, 1, new LogPosition(0, 0), Account.NONE);

  /**
   * @throws IllegalArgumentException naming what contradicts what
   */
  public ShardState {
    tables = tables.stream().sorted(ORDER).toList();
    rangeTombstones = List.copyOf(rangeTombstones);
    missingRanges = List.copyOf(missingRanges);
    StateCheck.check(
        tables, rangeTombstones, missingRanges, nextTableNumber, nextSequence, flushedTo);
  }

  /**
   * A state, and tables that are no longer in it.
   *
   * @param state without them
   * @param tables whose files can go, once nobody reads them and the state is on the disk
   */
  public record Removal(ShardState state, List<TableMeta> tables) {
    public Removal {
      tables = List.copyOf(tables);
    }
  }

  /**
   * After a memtable was flushed.
   *
   * @param tablesAdded one per keyspace that was in it
   * @param rangeTombstonesAdded what was dropped while it was filled and is not yet known here
   * @param flushedTo its end in the log
   * @param nextSequence above its sequence number
   * @param statement the listener's, at its end
   */
  public ShardState flushed(
      List<TableMeta> tablesAdded,
      List<RangeTombstone> rangeTombstonesAdded,
      LogPosition flushedTo,
      long nextSequence,
      Account.Statement statement) {
    if (compare(flushedTo, this.flushedTo) < 0) {
      throw new IllegalArgumentException(
          "flushed to %s, which lies before %s, up to where it was flushed already"
              .formatted(flushedTo, this.flushedTo));
    }
    ShardState state =
        new ShardState(
            joined(tables, tablesAdded),
            rangeTombstones,
            missingRanges,
            numberAbove(tablesAdded),
            Math.max(nextSequence, this.nextSequence),
            flushedTo,
            account.stated(statement));
    for (RangeTombstone rangeTombstone : rangeTombstonesAdded) {
      state = state.dropped(rangeTombstone);
    }
    return state;
  }

  /**
   * After a compaction.
   *
   * <p>A missing range whose sequence number lies within those of the inputs rises to the highest
   * of them: what was made of them does not tell which of its entries are newer than the missing
   * range, and must not pass an old one off as the newest.
   *
   * @param removedNumbers the inputs
   * @param added the outputs
   * @param missingRangesAdded what the inputs did not yield
   */
  public ShardState compacted(
      Collection<Long> removedNumbers,
      List<TableMeta> added,
      List<MissingRange> missingRangesAdded) {
    Set<Long> removed = new HashSet<>(removedNumbers);
    List<TableMeta> inputs = tables.stream().filter(t -> removed.contains(t.number())).toList();
    if (inputs.size() != removed.size()) {
      List<Long> missing = new ArrayList<>(removed);
      missing.removeAll(inputs.stream().map(TableMeta::number).toList());
      throw new IllegalArgumentException("compacted tables " + missing + " are not in the shard");
    }
    List<TableMeta> kept = tables.stream().filter(t -> !removed.contains(t.number())).toList();
    List<MissingRange> raised = MissingRanges.raised(missingRanges, inputs);
    for (MissingRange missingRange : MissingRanges.raised(missingRangesAdded, inputs)) {
      raised = MissingRanges.with(raised, missingRange);
    }
    return new ShardState(
        joined(kept, added),
        rangeTombstones,
        raised,
        numberAbove(added),
        nextSequence,
        flushedTo,
        account);
  }

  /**
   * After a range was dropped. The next sequence number becomes at least that of the range
   * tombstone, so that nothing written after the next start is hidden by it.
   */
  public ShardState dropped(RangeTombstone rangeTombstone) {
    List<RangeTombstone> all =
        rangeTombstones.contains(rangeTombstone)
            ? rangeTombstones
            : joined(rangeTombstones, List.of(rangeTombstone));
    return new ShardState(
        tables,
        all,
        MissingRanges.hiddenBy(missingRanges, rangeTombstone),
        nextTableNumber,
        Math.max(nextSequence, rangeTombstone.sequence()),
        flushedTo,
        account);
  }

  /**
   * With a finished table from elsewhere. Its sequence number must be one that no memtable has, and
   * memtables of lower numbers must have been flushed: after a crash they would come back with a
   * higher one.
   */
  public ShardState ingested(TableMeta table) {
    return new ShardState(
        joined(tables, List.of(table)),
        rangeTombstones,
        missingRanges,
        numberAbove(List.of(table)),
        Math.max(nextSequence, table.maxSequence() + 1),
        flushedTo,
        account);
  }

  /** Whether a damage is known already, for all tokens that it may concern. */
  public boolean says(MissingRange missingRange) {
    return missingRanges.stream()
        .anyMatch(
            known ->
                known.keyspaceId() == missingRange.keyspaceId()
                    && known.file().equals(missingRange.file())
                    && known.tokens().covers(missingRange.tokens()));
  }

  /** With a missing range; one that is known already changes nothing. */
  public ShardState withMissingRange(MissingRange missingRange) {
    return withMissingRanges(MissingRanges.with(missingRanges, missingRange));
  }

  /** After a range was repaired: nothing is missing in it any more. */
  public ShardState withoutMissingRanges(int keyspaceId, TokenRange tokens) {
    return withMissingRanges(MissingRanges.without(missingRanges, keyspaceId, tokens));
  }

  /**
   * Without the range tombstones that hide nothing any more.
   *
   * @param oldestMemtable the lowest sequence number that is not flushed: what that memtable holds
   *     is not in a table yet and may have to be hidden
   */
  public ShardState withoutNeedlessRangeTombstones(long oldestMemtable) {
    List<RangeTombstone> needed =
        rangeTombstones.stream()
            .filter(
                rangeTombstone ->
                    rangeTombstone.sequence() > oldestMemtable
                        || tables.stream().anyMatch(table -> meet(rangeTombstone, table)))
            .toList();
    return needed.size() == rangeTombstones.size()
        ? this
        : new ShardState(
            tables, needed, missingRanges, nextTableNumber, nextSequence, flushedTo, account);
  }

  /**
   * Without the tables of which range tombstones hide everything.
   *
   * @param busy numbers of tables that are being compacted: they stay for now
   */
  public Removal withoutHiddenTables(Set<Long> busy) {
    List<TableMeta> hidden =
        tables.stream().filter(t -> !busy.contains(t.number()) && isHidden(t)).toList();
    if (hidden.isEmpty()) {
      return new Removal(this, hidden);
    }
    List<TableMeta> kept = new ArrayList<>(tables);
    kept.removeAll(hidden);
    return new Removal(
        new ShardState(
            kept,
            rangeTombstones,
            missingRanges,
            nextTableNumber,
            nextSequence,
            flushedTo,
            account),
        hidden);
  }

  /**
   * With a range that changes otherwise than by writes, so that the account may be wrong there.
   *
   * @param doubt its number; 0 where nobody keeps an account
   */
  public ShardState doubting(long doubt, int keyspaceId, TokenRange tokens) {
    return doubt == 0 ? this : with(account.doubting(new Doubt(doubt, keyspaceId, tokens)));
  }

  /** The same with another account. */
  public ShardState with(Account other) {
    return new ShardState(
        tables, rangeTombstones, missingRanges, nextTableNumber, nextSequence, flushedTo, other);
  }

  /** The tables of a keyspace, from the oldest to the newest. */
  public List<TableMeta> tables(int keyspaceId) {
    return tables.stream().filter(t -> t.keyspaceId() == keyspaceId).toList();
  }

  /** The name of a table's file in the directory of its shard. */
  public static String tableFileName(long number) {
    return "%010d.table".formatted(number);
  }

  private ShardState withMissingRanges(List<MissingRange> changed) {
    return changed.equals(missingRanges)
        ? this
        : new ShardState(
            tables, rangeTombstones, changed, nextTableNumber, nextSequence, flushedTo, account);
  }

  private long numberAbove(List<TableMeta> added) {
    return added.stream().mapToLong(t -> t.number() + 1).reduce(nextTableNumber, Math::max);
  }

  /** Whether range tombstones together hide all of a table, one going on where another ends. */
  private boolean isHidden(TableMeta table) {
    long token = table.tokens().from();
    while (true) {
      RangeTombstone furthest = furthestHiding(table, token);
      if (furthest == null) {
        return false;
      }
      if (!furthest.tokens().endsBefore(table.tokens().last())) {
        return true;
      }
      token = furthest.tokens().toExclusive();
    }
  }

  private RangeTombstone furthestHiding(TableMeta table, long token) {
    return rangeTombstones.stream()
        .filter(t -> t.keyspaceId() == table.keyspaceId() && t.hides(token, table.maxSequence()))
        .max(Comparator.comparing(t -> t.tokens().last(), Long::compareUnsigned))
        .orElse(null);
  }

  private static boolean meet(RangeTombstone rangeTombstone, TableMeta table) {
    return rangeTombstone.keyspaceId() == table.keyspaceId()
        && table.maxSequence() < rangeTombstone.sequence()
        && table.tokens().overlaps(rangeTombstone.tokens());
  }

  private static int compare(LogPosition left, LogPosition right) {
    int bySequence = Long.compare(left.sequence(), right.sequence());
    return bySequence != 0 ? bySequence : Long.compare(left.offset(), right.offset());
  }

  private static <T> List<T> joined(List<T> left, List<T> right) {
    List<T> both = new ArrayList<>(left);
    both.addAll(right);
    return both;
  }
}
