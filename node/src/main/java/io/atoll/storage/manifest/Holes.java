package io.atoll.storage.manifest;

import java.util.ArrayList;
import java.util.List;

/** What happens to holes. Pure functions on lists; ranges of tokens are inclusive inside. */
final class Holes {
  private Holes() {}

  /** With one more; unless another of the same file says it already. */
  static List<Hole> with(List<Hole> holes, Hole added) {
    List<Hole> result = new ArrayList<>(holes.size() + 1);
    for (Hole hole : holes) {
      if (says(hole, added)) {
        return holes;
      }
      if (!says(added, hole)) {
        result.add(hole);
      }
    }
    result.add(added);
    return result;
  }

  /** What is left of them outside a range, of which every state is known again. */
  static List<Hole> without(List<Hole> holes, int keyspaceId, long from, long toExclusive) {
    return cut(holes, keyspaceId, from, toExclusive, Long.MAX_VALUE);
  }

  /** What is left of them where a dropped range hides what they may have held. */
  static List<Hole> hiddenBy(List<Hole> holes, Mask mask) {
    return cut(holes, mask.keyspaceId(), mask.fromToken(), mask.toTokenExclusive(), mask.age() - 1);
  }

  /**
   * With the ages that they have once tables are merged: within the ages of the inputs, the highest
   * of them.
   */
  static List<Hole> raised(List<Hole> holes, List<TableMeta> inputs) {
    if (inputs.isEmpty()) {
      return holes;
    }
    int keyspaceId = inputs.getFirst().keyspaceId();
    long lowest = inputs.stream().mapToLong(TableMeta::minAge).min().orElseThrow();
    long highest = inputs.stream().mapToLong(TableMeta::maxAge).max().orElseThrow();
    return holes.stream()
        .map(
            hole ->
                hole.keyspaceId() == keyspaceId && hole.age() >= lowest && hole.age() < highest
                    ? copy(hole, hole.fromToken(), hole.lastToken(), highest)
                    : hole)
        .toList();
  }

  private static List<Hole> cut(
      List<Hole> holes, int keyspaceId, long from, long toExclusive, long highestAge) {
    long last = toExclusive - 1;
    List<Hole> result = new ArrayList<>();
    for (Hole hole : holes) {
      if (hole.keyspaceId() != keyspaceId
          || hole.age() > highestAge
          || Long.compareUnsigned(hole.lastToken(), from) < 0
          || Long.compareUnsigned(hole.fromToken(), last) > 0) {
        result.add(hole);
        continue;
      }
      if (Long.compareUnsigned(hole.fromToken(), from) < 0) {
        result.add(copy(hole, hole.fromToken(), from - 1, hole.age()));
      }
      if (Long.compareUnsigned(hole.lastToken(), last) > 0) {
        result.add(copy(hole, last + 1, hole.lastToken(), hole.age()));
      }
    }
    return result;
  }

  /** Whether the first says at least what the second says. */
  private static boolean says(Hole first, Hole second) {
    return first.keyspaceId() == second.keyspaceId()
        && first.file().equals(second.file())
        && first.age() >= second.age()
        && Long.compareUnsigned(first.fromToken(), second.fromToken()) <= 0
        && Long.compareUnsigned(first.lastToken(), second.lastToken()) >= 0;
  }

  private static Hole copy(Hole hole, long from, long last, long age) {
    return new Hole(hole.keyspaceId(), from, last, age, hole.file(), hole.offset());
  }
}
