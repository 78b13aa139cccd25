package io.atoll.service;

import io.atoll.causal.Dot;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import io.atoll.storage.StorageKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What lost, where the last writer wins, before it came itself: a read that found a write at its
 * coordinator may join it with a later version and repair this replica with the result, before the
 * write's own message is here. Then this replica knows the event, and cannot tell from its state
 * alone whether it lost or was overwritten by somebody who had seen it; the coordinator has to
 * know, because only what lost is to be made again.
 *
 * <p>It can be told at the moment of the repair: a version whose writer had seen an event is held
 * only in states that have seen it too. So whatever a state with a version has not seen was not
 * seen by the writer of that version. That is noted until the version is gone, for the {@value
 * #MOST} keys it happened to last, in memory: it matters for as long as a message is under way.
 * Belongs to the loop of its shard.
 */
final class HiddenLosses {
  static final int MOST = 1_024;

  /** That a version was held by a state that had seen so much. */
  private record Held(Dot version, VersionVector seen) {}

  private final Map<StorageKey, Held> held =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<StorageKey, Held> eldest) {
          return size() > MOST;
        }
      };

  /** A state was joined with another: what it is told of beside its version may have lost to it. */
  void merged(StorageKey key, Siblings before, Siblings after) {
    Version version = before.only();
    Version kept = after.only();
    if (version == null || kept == null || !version.dot().equals(kept.dot())) {
      held.remove(key);
    } else if (!before.context().equals(after.context())) {
      Held earlier = held.get(key);
      if (earlier == null || !earlier.version.equals(version.dot())) {
        held.put(key, new Held(version.dot(), before.context()));
      }
    }
  }

  /**
   * The timestamp of the version to which another state's lost before it came, 0 when it did not or
   * nothing is known of it.
   */
  long newerThan(StorageKey key, Siblings mine, Siblings theirs) {
    Held noted = held.isEmpty() ? null : held.get(key);
    Version here = mine.only();
    Version there = theirs.only();
    if (noted == null || here == null || there == null || !noted.version.equals(here.dot())) {
      return 0;
    }
    boolean lost =
        !there.dot().equals(here.dot())
            && mine.context().contains(there.dot())
            && !noted.seen.contains(there.dot());
    return lost ? here.timestamp() : 0;
  }
}
