package io.atoll.storage.manifest;

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
 * <p>Always true: numbers are unique and below the next one; ages are below the next one; of two
 * tables of a keyspace whose tokens overlap, one is older altogether; no mask is newer than the
 * next age.
 *
 * @param tables by keyspace, then from the oldest to the newest
 * @param masks dropped ranges that still hide something, or may
 * @param holes what is missing
 * @param nextTableNumber the number of the next table
 * @param nextAge no table has this age or a higher one; memtables of the next start begin with it
 * @param flushedTo what lies in the log before this place is in tables
 */
public record ShardState(
    List<TableMeta> tables,
    List<Mask> masks,
    List<Hole> holes,
    long nextTableNumber,
    long nextAge,
    LogPosition flushedTo) {
  private static final Comparator<TableMeta> ORDER =
      Comparator.comparingInt(TableMeta::keyspaceId)
          .thenComparingLong(TableMeta::maxAge)
          .thenComparingLong(TableMeta::number);

  /** A new shard. */
  public static final ShardState EMPTY =
      new ShardState(List.of(), List.of(), List.of(), 1, 1, new LogPosition(0, 0));

  /**
   * @throws IllegalArgumentException naming what contradicts what
   */
  public ShardState {
    tables = tables.stream().sorted(ORDER).toList();
    masks = List.copyOf(masks);
    holes = List.copyOf(holes);
    StateCheck.check(tables, masks, holes, nextTableNumber, nextAge, flushedTo);
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

  /** The same, with the numbers of tables under construction taken: up to here they are used. */
  public ShardState numbered(long nextTableNumber) {
    if (nextTableNumber < this.nextTableNumber) {
      throw new IllegalArgumentException(
          "the next table number %d is lower than it was, %d"
              .formatted(nextTableNumber, this.nextTableNumber));
    }
    return new ShardState(tables, masks, holes, nextTableNumber, nextAge, flushedTo);
  }

  /**
   * After a memtable was flushed.
   *
   * @param tablesAdded one per keyspace that was in it
   * @param masksAdded what was dropped while it was filled and is not yet known here
   * @param flushedTo its end in the log
   * @param nextAge above its age
   */
  public ShardState flushed(
      List<TableMeta> tablesAdded, List<Mask> masksAdded, LogPosition flushedTo, long nextAge) {
    if (compare(flushedTo, this.flushedTo) < 0) {
      throw new IllegalArgumentException(
          "flushed to %s, which lies before %s, up to where it was flushed already"
              .formatted(flushedTo, this.flushedTo));
    }
    ShardState state =
        new ShardState(
            joined(tables, tablesAdded),
            masks,
            holes,
            numberAbove(tablesAdded),
            Math.max(nextAge, this.nextAge),
            flushedTo);
    for (Mask mask : masksAdded) {
      state = state.dropped(mask);
    }
    return state;
  }

  /**
   * After tables were merged.
   *
   * <p>A hole whose age lies within the ages that were merged rises to the highest of them: a
   * merged table does not tell which of its entries are newer than the hole, and must not pass an
   * old one off as the newest.
   *
   * @param removedNumbers the inputs
   * @param added the outputs
   * @param holesAdded what the inputs did not yield
   */
  public ShardState compacted(
      Collection<Long> removedNumbers, List<TableMeta> added, List<Hole> holesAdded) {
    Set<Long> removed = new HashSet<>(removedNumbers);
    List<TableMeta> inputs = tables.stream().filter(t -> removed.contains(t.number())).toList();
    if (inputs.size() != removed.size()) {
      List<Long> missing = new ArrayList<>(removed);
      missing.removeAll(inputs.stream().map(TableMeta::number).toList());
      throw new IllegalArgumentException("merged tables " + missing + " are not in the shard");
    }
    List<TableMeta> kept = tables.stream().filter(t -> !removed.contains(t.number())).toList();
    List<Hole> raised = Holes.raised(holes, inputs);
    for (Hole hole : Holes.raised(holesAdded, inputs)) {
      raised = Holes.with(raised, hole);
    }
    return new ShardState(
        joined(kept, added), masks, raised, numberAbove(added), nextAge, flushedTo);
  }

  /**
   * After a range was dropped. The next age becomes at least that of the mask, so that nothing
   * written after the next start is hidden by it.
   */
  public ShardState dropped(Mask mask) {
    List<Mask> all = masks.contains(mask) ? masks : joined(masks, List.of(mask));
    return new ShardState(
        tables,
        all,
        Holes.hiddenBy(holes, mask),
        nextTableNumber,
        Math.max(nextAge, mask.age()),
        flushedTo);
  }

  /**
   * With a finished table from elsewhere. Its age must be one that no memtable has, and memtables
   * of lower ages must have been flushed: after a crash they would come back with a higher one.
   */
  public ShardState ingested(TableMeta table) {
    return new ShardState(
        joined(tables, List.of(table)),
        masks,
        holes,
        numberAbove(List.of(table)),
        Math.max(nextAge, table.maxAge() + 1),
        flushedTo);
  }

  /** With a hole; one that is known already changes nothing. */
  public ShardState withHole(Hole hole) {
    return withHoles(Holes.with(holes, hole));
  }

  /**
   * After a range was repaired: nothing is missing in it any more.
   *
   * @param toTokenExclusive 0 means 2^64
   */
  public ShardState withoutHoles(int keyspaceId, long fromToken, long toTokenExclusive) {
    return withHoles(Holes.without(holes, keyspaceId, fromToken, toTokenExclusive));
  }

  /**
   * Without the masks that hide nothing any more.
   *
   * @param oldestMemtableAge the lowest age of a memtable that is not flushed: what it holds is not
   *     in a table yet and may have to be hidden
   */
  public ShardState withoutNeedlessMasks(long oldestMemtableAge) {
    List<Mask> needed =
        masks.stream()
            .filter(m -> m.age() > oldestMemtableAge || tables.stream().anyMatch(t -> meet(m, t)))
            .toList();
    return needed.size() == masks.size()
        ? this
        : new ShardState(tables, needed, holes, nextTableNumber, nextAge, flushedTo);
  }

  /**
   * Without the tables of which masks hide everything.
   *
   * @param busy numbers of tables that are being merged: they stay for now
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
        new ShardState(kept, masks, holes, nextTableNumber, nextAge, flushedTo), hidden);
  }

  /** The tables of a keyspace, from the oldest to the newest. */
  public List<TableMeta> tables(int keyspaceId) {
    return tables.stream().filter(t -> t.keyspaceId() == keyspaceId).toList();
  }

  /** The name of a table's file in the directory of its shard. */
  public static String tableFileName(long number) {
    return "%010d.table".formatted(number);
  }

  private ShardState withHoles(List<Hole> changed) {
    return changed.equals(holes)
        ? this
        : new ShardState(tables, masks, changed, nextTableNumber, nextAge, flushedTo);
  }

  private long numberAbove(List<TableMeta> added) {
    return added.stream().mapToLong(t -> t.number() + 1).reduce(nextTableNumber, Math::max);
  }

  /** Whether masks together hide all of a table, one going on where another ends. */
  private boolean isHidden(TableMeta table) {
    long token = table.firstToken();
    while (true) {
      Mask furthest = furthestHiding(table, token);
      if (furthest == null) {
        return false;
      }
      long last = furthest.toTokenExclusive() - 1;
      if (Long.compareUnsigned(last, table.lastToken()) >= 0) {
        return true;
      }
      token = last + 1;
    }
  }

  private Mask furthestHiding(TableMeta table, long token) {
    return masks.stream()
        .filter(m -> m.keyspaceId() == table.keyspaceId() && m.hides(token, table.maxAge()))
        .max((a, b) -> Long.compareUnsigned(a.toTokenExclusive() - 1, b.toTokenExclusive() - 1))
        .orElse(null);
  }

  private static boolean meet(Mask mask, TableMeta table) {
    return mask.keyspaceId() == table.keyspaceId()
        && table.maxAge() < mask.age()
        && Long.compareUnsigned(table.lastToken(), mask.fromToken()) >= 0
        && Long.compareUnsigned(table.firstToken(), mask.toTokenExclusive() - 1) <= 0;
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
