package io.atoll.repair;

import io.atoll.repair.sketch.Cells;
import io.atoll.repair.sketch.Difference;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Single arcs in which more differs than their sketches tell: more and more cells of each, until
 * they decode. An arc is to be gone through as a whole where about a quarter of its keys differ, so
 * many that the rest costs less than to name them; where so many cells were not enough; and where a
 * side has no room for its keys.
 */
final class DenseArcs {
  private static final int FIRST_CELLS = 32;

  /** For each difference it takes about one and a half. */
  private static final double MAX_CELLS_PER_KEY = 1.5 / 4;

  private final Sides sides;
  private final Basis basis;
  private final Findings findings;
  private final Map<Integer, Size> sizes = new HashMap<>();
  private final ArrayDeque<Dense> waiting = new ArrayDeque<>();
  private final List<Dense> active = new ArrayList<>();

  /**
   * What is known of an arc.
   *
   * @param keys on the side that has more
   * @param more how many more than on the other: at least so many differ
   */
  private record Size(long keys, long more) {
    static Size of(long own, long theirs) {
      return new Size(Math.max(own, theirs), Math.abs(own - theirs));
    }
  }

  /** An arc, and the cells that are known of its difference. */
  private static final class Dense {
    final int index;
    Cells difference;
    int next;

    Dense(int index, int next) {
      this.index = index;
      this.next = next;
    }

    SketchQuestion.Section section() {
      return new SketchQuestion.Section(index, difference == null ? 0 : difference.to(), next);
    }
  }

  DenseArcs(Sides sides, Basis basis, Findings findings) {
    this.sides = sides;
    this.basis = basis;
    this.findings = findings;
  }

  /** An arc has so many keys on the one side and on the other. */
  void hasKeys(int index, long own, long theirs) {
    sizes.put(index, Size.of(own, theirs));
  }

  /**
   * Finds what differs in arcs.
   *
   * @param indices of the arcs
   * @param expected about how many tokens differ in each
   */
  Future<Void> find(List<Integer> indices, long expected) {
    for (int index : indices) {
      Size size = sizes.get(index);
      long least = size == null ? 0 : size.more;
      long first = Math.max(FIRST_CELLS, Math.max(least, expected / 2));
      if (first > SketchQuestion.MAX_CELLS || isMuch(index, first)) {
        findings.stream(index);
      } else {
        waiting.add(new Dense(index, (int) first));
      }
    }
    return step();
  }

  private boolean isMuch(int index, long cells) {
    Size size = sizes.get(index);
    return size != null && cells > size.keys * MAX_CELLS_PER_KEY;
  }

  private Future<Void> step() {
    while (active.size() < SketchQuestion.MAX_SECTIONS && !waiting.isEmpty()) {
      active.add(waiting.poll());
    }
    if (active.isEmpty()) {
      return Future.succeededFuture();
    }
    List<SketchQuestion.Section> sections = active.stream().map(Dense::section).toList();
    return sides
        .both(
            SketchAnswer.Sections.class,
            new SketchQuestion.ArcCells(basis, sections),
            (own, theirs) -> {
              Sides.requireCount(sections.size(), theirs.parts().size());
              List<Dense> left = new ArrayList<>();
              for (int i = 0; i < sections.size(); i++) {
                if (!isDone(active.get(i), own.parts().get(i), theirs.parts().get(i))) {
                  left.add(active.get(i));
                }
              }
              return left;
            })
        .recover(this::busy)
        .compose(
            left -> {
              active.clear();
              active.addAll(left);
              return step();
            });
  }

  /** A side that has no time for cells has some for going through arcs, one by one. */
  private Future<List<Dense>> busy(Throwable cause) {
    if (cause instanceof Sides.DeclinedException declined
        && declined.answer().reason() == SketchAnswer.Reason.BUSY) {
      active.forEach(arc -> findings.stream(arc.index));
      return Future.succeededFuture(List.of());
    }
    return Future.failedFuture(cause);
  }

  private boolean isDone(Dense arc, SketchAnswer.ArcPart own, SketchAnswer.ArcPart theirs) {
    if (own.cells() == null || theirs.cells() == null) {
      findings.stream(arc.index);
      return true;
    }
    Cells cells = own.cells();
    cells.subtract(theirs.cells());
    arc.difference = arc.difference == null ? cells : arc.difference.followedBy(cells);
    if (arc.difference.decode() instanceof Difference.Whole whole) {
      findings.found(ArcSpan.of(arc.index), whole.tokens());
      return true;
    }
    hasKeys(arc.index, own.keys(), theirs.keys());
    arc.next += arc.next / 4;
    if (arc.next > SketchQuestion.MAX_CELLS || isMuch(arc.index, arc.next)) {
      findings.stream(arc.index);
      return true;
    }
    return false;
  }
}
