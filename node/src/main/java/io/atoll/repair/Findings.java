package io.atoll.repair;

import io.atoll.repair.sketch.Difference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an attempt at a comparison has found. A token that was found in a span of arcs says nothing
 * of its keyspace; where several in the span have the token's arc, which of them differ is asked
 * for in the end.
 */
final class Findings {
  private final CommonArcs arcs;
  private final Basis basis;
  private final Map<Integer, TreeSet<Long>> tokens = new TreeMap<>();
  private final BitSet streamed = new BitSet();
  private final List<Ambiguous> ambiguous = new ArrayList<>();
  private int count;

  /**
   * Tokens whose keyspace is not known.
   *
   * @param span all that differs in it are these, and no more than there is room for in a sketch
   */
  record Ambiguous(ArcSpan span, long[] tokens) {}

  Findings(CommonArcs arcs, Basis basis) {
    this.arcs = arcs;
    this.basis = basis;
  }

  /** These tokens differ in a span, and no others. */
  void found(ArcSpan span, long[] differing) {
    count += differing.length;
    boolean clear = true;
    for (long token : differing) {
      clear &= holding(span, token).size() <= 1;
    }
    if (clear) {
      for (long token : differing) {
        holding(span, token).forEach(index -> differs(index, token));
      }
    } else {
      ambiguous.add(new Ambiguous(span, differing));
    }
  }

  /** The arcs in which a token may differ; none for one that a sketch names beside its twin. */
  private List<Integer> holding(ArcSpan span, long token) {
    List<Integer> holding = arcs.holding(token);
    holding.removeIf(
        index -> index < span.from() || index >= span.to() || basis.excluded().has(index));
    return holding;
  }

  private void differs(int index, long token) {
    int keyspaceId = arcs.get(index).keyspaceId();
    tokens.computeIfAbsent(keyspaceId, id -> new TreeSet<>(Long::compareUnsigned)).add(token);
  }

  /** What is to be asked for in the end. */
  List<Ambiguous> ambiguous() {
    return ambiguous;
  }

  /**
   * The answer to that.
   *
   * @param which the arcs that differ
   */
  void resolve(Ambiguous of, Difference which) {
    for (long token : of.tokens) {
      for (int index : holding(of.span, token)) {
        boolean differs =
            !(which instanceof Difference.Whole whole)
                || Arrays.stream(whole.tokens()).anyMatch(arc -> arc == index);
        if (differs) {
          differs(index, token);
        }
      }
    }
  }

  /** An arc is to be gone through as a whole. */
  void stream(int index) {
    streamed.set(index);
  }

  /** How many tokens were found. */
  int count() {
    return count;
  }

  List<DifferingTokens> tokens() {
    List<DifferingTokens> all = new ArrayList<>();
    tokens.forEach(
        (keyspaceId, some) ->
            all.add(
                new DifferingTokens(
                    keyspaceId, some.stream().mapToLong(Long::longValue).toArray())));
    return all;
  }

  List<ArcId> streamed() {
    return streamed.stream().mapToObj(arcs::get).toList();
  }
}
