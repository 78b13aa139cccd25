package io.atoll.chaos.session;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** The model of what a session has seen, key by key: ids of writes. */
final class Seen {
  private final Map<Place, BitSet> shown = new LinkedHashMap<>();
  private final Map<Place, BitSet> done = new LinkedHashMap<>();

  /** What it has been shown of a key, and what its next write therefore replaces. A copy. */
  BitSet shown(Place place) {
    return copy(shown.get(place));
  }

  /** What its next read of a key must not fall behind: that, and all of its own writes. A copy. */
  BitSet mustSee(Place place) {
    BitSet all = shown(place);
    all.or(copy(done.get(place)));
    return all;
  }

  /** A read showed it some writes. */
  void showed(Place place, BitSet writes) {
    shown.computeIfAbsent(place, key -> new BitSet()).or(writes);
  }

  /** A write of its own was acknowledged. */
  void did(Place place, BitSet writes) {
    done.computeIfAbsent(place, key -> new BitSet()).or(writes);
  }

  private static BitSet copy(BitSet set) {
    return set == null ? new BitSet() : (BitSet) set.clone();
  }
}
