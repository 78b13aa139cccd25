package io.atoll.repair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was found until now. */
final class Findings {
  private final CommonArcs arcs;
  private final Map<Integer, TreeSet<Long>> tokens = new TreeMap<>();
  private final BitSet streamed = new BitSet();

  Findings(CommonArcs arcs) {
    this.arcs = arcs;
  }

  void differs(int keyspaceId, long token) {
    tokens.computeIfAbsent(keyspaceId, id -> new TreeSet<>(Long::compareUnsigned)).add(token);
  }

  /** An arc is to be gone through as a whole. */
  void stream(int index) {
    streamed.set(index);
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
