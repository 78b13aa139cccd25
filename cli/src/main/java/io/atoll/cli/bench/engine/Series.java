package io.atoll.cli.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The measurement second by second, put together from several recorders. Callable from any thread.
 */
public final class Series {
  private final int recorders;
  private final TreeMap<Long, Unfinished> unfinished = new TreeMap<>();
  private final List<SecondRow> rows = new ArrayList<>();

  /** A second that some recorders have told. */
  private static final class Unfinished {
    private final SecondTally sum = new SecondTally();
    private int told;
  }

  /**
   * @param recorders how many must tell a second to make it whole
   */
  public Series(int recorders) {
    this.recorders = recorders;
  }

  /** One recorder's share of a second; each tells every second, in order. */
  synchronized void add(long second, SecondTally share) {
    if (recorders == 1) {
      rows.add(share.row(second));
      return;
    }
    Unfinished whole = unfinished.computeIfAbsent(second, s -> new Unfinished());
    whole.sum.add(share);
    whole.told++;
    if (whole.told == recorders) {
      rows.add(unfinished.remove(second).sum.row(second));
    }
  }

  /** The whole seconds from the given index on. */
  public synchronized List<SecondRow> rowsFrom(int index) {
    return List.copyOf(rows.subList(Math.min(index, rows.size()), rows.size()));
  }

  /** All seconds, those included that some recorders did not get to. */
  public synchronized List<SecondRow> end() {
    unfinished.forEach((second, part) -> rows.add(part.sum.row(second)));
    unfinished.clear();
    return List.copyOf(rows);
  }
}
