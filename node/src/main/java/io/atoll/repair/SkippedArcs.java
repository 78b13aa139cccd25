package io.atoll.repair;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Arcs that could not be read, to be left out for a while. Not thread-safe. */
final class SkippedArcs {
  private final Map<Integer, BitSet> byKeyspace = new HashMap<>();

  boolean has(int keyspaceId, int arc) {
    BitSet skipped = byKeyspace.get(keyspaceId);
    return skipped != null && skipped.get(arc);
  }

  void add(int keyspaceId, int arc) {
    byKeyspace.computeIfAbsent(keyspaceId, id -> new BitSet()).set(arc);
  }

  boolean isEmpty() {
    return byKeyspace.isEmpty();
  }

  void clear() {
    byKeyspace.clear();
  }
}
