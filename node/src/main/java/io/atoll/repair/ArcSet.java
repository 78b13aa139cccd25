package io.atoll.repair;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Some arcs of a list of {@link CommonArcs}, by their indices. Immutable. */
public final class ArcSet {
  /** No arcs. */
  public static final ArcSet NONE = new ArcSet(new BitSet());

  private static final int SHORTEST_RUN_BYTES = 2;

  private final BitSet indices;

  private ArcSet(BitSet indices) {
    this.indices = indices;
  }

  /** A copy of a set. */
  public static ArcSet of(BitSet indices) {
    return indices.isEmpty() ? NONE : new ArcSet((BitSet) indices.clone());
  }

  public static ArcSet of(int... indices) {
    BitSet set = new BitSet();
    for (int index : indices) {
      set.set(index);
    }
    return of(set);
  }

  public boolean has(int index) {
    return indices.get(index);
  }

  public boolean isEmpty() {
    return indices.isEmpty();
  }

  /** How many there are. */
  public int size() {
    return indices.cardinality();
  }

  /** How many there are of a span. */
  public int size(ArcSpan span) {
    int count = 0;
    for (int i = indices.nextSetBit(span.from());
        i >= 0 && i < span.to();
        i = indices.nextSetBit(i + 1)) {
      count++;
    }
    return count;
  }

  /** The index after the last of them; 0 where there is none. */
  public int end() {
    return indices.length();
  }

  /** Ascending. */
  public IntStream stream() {
    return indices.stream();
  }

  /** Those of both. */
  public ArcSet plus(ArcSet other) {
    BitSet both = (BitSet) indices.clone();
    both.or(other.indices);
    return of(both);
  }

  /** In runs of indices that follow each other. */
  void write(ByteWriter out) {
    int runs = 0;
    for (int at = indices.nextSetBit(0);
        at >= 0;
        at = indices.nextSetBit(indices.nextClearBit(at))) {
      runs++;
    }
    out.writeVarint(runs);
    int end = 0;
    for (int at = indices.nextSetBit(0); at >= 0; at = indices.nextSetBit(end)) {
      out.writeVarint(at - end);
      end = indices.nextClearBit(at);
      out.writeVarint(end - at);
    }
  }

  /**
   * @param limit indices are below
   */
  static ArcSet read(ByteReader in, int limit) {
    BitSet indices = new BitSet();
    int end = 0;
    for (int runs = in.readCount(SHORTEST_RUN_BYTES, "runs of arcs"); runs > 0; runs--) {
      int least = end == 0 ? 0 : 1;
      int from = end + (int) in.readVarint(least, limit - end, "arcs before a run");
      end = from + (int) in.readVarint(1, limit - from, "arcs of a run");
      indices.set(from, end);
    }
    return of(indices);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArcSet that && indices.equals(that.indices);
  }

  @Override
  public int hashCode() {
    return indices.hashCode();
  }

  @Override
  public String toString() {
    return indices.toString();
  }
}
