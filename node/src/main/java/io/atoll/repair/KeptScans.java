package io.atoll.repair;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Scans of arcs that those who compare are not done with: more cells must fit those that they have.
 * A scan is kept until its asker asks for cells of other arcs without it, or for nothing for
 * {@value #IDLE_MS} ms. Bounded in keys of all scans together. Belongs to one loop.
 */
final class KeptScans {
  /** So many keys an arc may have of which cells are made. */
  static final int MAX_ARC_KEYS = 1 << 17;

  private static final long IDLE_MS = 60_000;

  private final long maxKeys;
  private final Map<Name, Kept> kept = new HashMap<>();
  private long keys;

  /** Whose scan of what. */
  record Name(int asker, long momentMs, ArcId arc) {}

  private static final class Kept {
    final Future<ArcScan> scan;
    final long keys;
    long usedMs;

    Kept(Future<ArcScan> scan, long keys) {
      this.scan = scan;
      this.keys = keys;
    }
  }

  /**
   * @param maxKeys of all scans together
   */
  KeptScans(long maxKeys) {
    this.maxKeys = maxKeys;
  }

  /** An asker wants cells of these, and is done with all others. */
  void retain(int asker, Set<Name> wanted, long nowMs) {
    kept.entrySet()
        .removeIf(
            each -> {
              boolean isDone = each.getKey().asker == asker && !wanted.contains(each.getKey());
              boolean isOver = isDone || nowMs - each.getValue().usedMs > IDLE_MS;
              keys -= isOver ? each.getValue().keys : 0;
              return isOver;
            });
  }

  /**
   * The scan of that name, or a new one.
   *
   * @param expectedKeys about how many keys it has
   * @return null where there is no room
   */
  Future<ArcScan> get(Name name, long expectedKeys, long nowMs, Supplier<Future<ArcScan>> scan) {
    Kept found = kept.get(name);
    if (found == null) {
      if (expectedKeys > MAX_ARC_KEYS || keys + expectedKeys > maxKeys) {
        return null;
      }
      found = new Kept(scan.get(), expectedKeys);
      kept.put(name, found);
      keys += expectedKeys;
    }
    found.usedMs = nowMs;
    return found.scan;
  }

  /** How many there are. */
  int size() {
    return kept.size();
  }
}
