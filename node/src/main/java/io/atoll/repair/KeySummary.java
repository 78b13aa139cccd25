package io.atoll.repair;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.EncodedSiblings;
import io.atoll.causal.HybridClock;
import io.atoll.causal.VersionVector;
import io.atoll.repair.sketch.SketchKey;
import java.lang.foreign.MemorySegment;

/**
 * What one side has of a key, without the values.
 *
 * @param weight of the state; {@link SketchKey#NO_WEIGHT} where the key is to be left alone
 * @param seen every write event that the state knows; nothing where it is to be left alone
 */
public record KeySummary(KeyPlace place, long weight, VersionVector seen) {
  /** About what it takes in memory and on the wire beside key and vector. */
  private static final int FRAME_BYTES = 24;

  private static final int ACTOR_BYTES = 16;

  /** Of a key that is to be left alone. */
  public static KeySummary unsettled(KeyPlace place) {
    return new KeySummary(place, SketchKey.NO_WEIGHT, VersionVector.EMPTY);
  }

  /**
   * Of a state as of a moment. A key is left alone while its newest event is later than that: the
   * other side may not have it yet. But a time that no sound clock gives says nothing of when the
   * event was made.
   *
   * @param nowMs wall time
   */
  public static KeySummary of(
      SketchKey weights, KeyPlace place, byte[] state, long momentMs, long nowMs) {
    long newest = EncodedSiblings.newestTimestamp(MemorySegment.ofArray(state), 0, state.length);
    long newestMs = newest == EncodedSiblings.NO_TIMESTAMP ? 0 : HybridClock.wallMs(newest);
    if (newestMs > momentMs && newestMs <= nowMs + HybridClock.MAX_AHEAD_MS) {
      return unsettled(place);
    }
    try {
      return new KeySummary(
          place,
          weights.weight(place.key(), state, 0, state.length),
          EncodedSiblings.context(state));
    } catch (MalformedBytesException damaged) {
      return unsettled(place);
    }
  }

  /** Whether the key is to be left alone. */
  public boolean isUnsettled() {
    return weight == SketchKey.NO_WEIGHT;
  }

  /** What it counts for in a bound. */
  public int sizeBytes() {
    return FRAME_BYTES + place.key().length + ACTOR_BYTES * seen.size();
  }
}
