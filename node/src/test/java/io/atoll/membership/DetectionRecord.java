package io.atoll.membership;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Watches in which states nodes see each other, and what of it was wrong. */
final class DetectionRecord {
  private record Pair(String observer, String subject) {}

  private final Map<Pair, Long> falseSinceMs = new HashMap<>();
  private final TreeMap<Long, Integer> falseDurationsMs = new TreeMap<>();
  long falseDowns;
  long suspicions;
  long changes;

  /**
   * @param wrong whether the subject is in fact running and reachable
   */
  void changed(long nowMs, String observer, String subject, MemberState to, boolean wrong) {
    changes++;
    if (to == MemberState.SUSPECT) {
      suspicions++;
    }
    Pair pair = new Pair(observer, subject);
    Long since = falseSinceMs.remove(pair);
    if (since != null) {
      falseDurationsMs.merge(nowMs - since, 1, Integer::sum);
    }
    if (to == MemberState.DOWN && wrong) {
      falseDowns++;
      falseSinceMs.put(pair, nowMs);
    }
  }

  /** Pairs in which a running node is considered DOWN now. */
  int falseNow() {
    return falseSinceMs.size();
  }

  long longestFalseMs() {
    return falseDurationsMs.isEmpty() ? 0 : falseDurationsMs.lastKey();
  }
}
