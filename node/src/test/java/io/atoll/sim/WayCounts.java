package io.atoll.sim;

import java.util.HashMap;
import java.util.Map;

/** How many reasons there are to let nothing pass on each way. */
final class WayCounts {
  private final Map<Way, Standing<Boolean>> reasons = new HashMap<>();

  Undo add(Way way) {
    Standing<Boolean> standing = reasons.computeIfAbsent(way, any -> new Standing<>());
    return standing.add(true, () -> forget(way, standing));
  }

  private void forget(Way way, Standing<Boolean> standing) {
    if (standing.isEmpty()) {
      reasons.remove(way, standing);
    }
  }

  boolean any(String from, String to) {
    return !reasons.isEmpty() && reasons.containsKey(new Way(from, to));
  }

  /** There are none any more; who takes one of them back later does nothing. */
  void clear() {
    reasons.clear();
  }
}
