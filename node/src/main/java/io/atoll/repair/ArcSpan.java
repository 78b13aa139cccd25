package io.atoll.repair;

import java.util.ArrayList;
import java.util.List;

/**
 * Arcs that follow each other in a list of {@link CommonArcs}, by their indices.
 *
 * @param from the first index
 * @param to the index after the last, above the first
 */
public record ArcSpan(int from, int to) {
  /**
   * @throws IllegalArgumentException where it has no arc
   */
  public ArcSpan {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "a span of arcs from %d to %d: must begin at 0 or above and end above"
              .formatted(from, to));
    }
  }

  /** One arc. */
  public static ArcSpan of(int index) {
    return new ArcSpan(index, index + 1);
  }

  /** How many arcs it has. */
  public int size() {
    return to - from;
  }

  /**
   * Parts of about the same size, in order.
   *
   * @param parts 1 or more; at most one for each arc is made
   */
  public List<ArcSpan> split(int parts) {
    int count = Math.min(parts, size());
    List<ArcSpan> split = new ArrayList<>(count);
    int begin = from;
    for (int i = 1; i <= count; i++) {
      int end = from + (int) ((long) size() * i / count);
      split.add(new ArcSpan(begin, end));
      begin = end;
    }
    return split;
  }
}
