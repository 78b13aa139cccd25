package io.atoll.membership;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far the wall clocks of peers are from this node's, measured as NTP does (Mills, RFC 5905,
 * section 8): a peer says what time it has, and the answer is taken to have been given half a round
 * trip ago, so that the error is half a round trip at most. Of several measurements the one of the
 * shortest round trip counts.
 *
 * <p>A measurement is kept against the monotonic clock. So a wall clock of this node that is set
 * shows at once in all of them, without asking anybody, and they stay right while peers cannot be
 * asked.
 *
 * <p>Whether this node itself is wrong is for the majority to say: its offset is the median of what
 * all clocks show, its own included, and of two middle ones that which is nearer to its own. One
 * wrong clock among three or more convicts only itself. Of two nodes neither can tell which is
 * wrong, and both keep theirs.
 *
 * <p>A value without clock; single-threaded (loop 0). Milliseconds; members by number.
 */
public final class ClockOffsets {
  private static final long KEEP_MS = 10_000;

  private final Map<Integer, Sample> samples = new TreeMap<>();

  /**
   * @param leadMs the peer's wall time less this node's monotonic time
   */
  private record Sample(long leadMs, long roundTripMs, long atMs) {
    /** Whether another can only be explained by a clock that was set. */
    boolean contradicts(Sample other) {
      return Math.abs(leadMs - other.leadMs) > (roundTripMs + other.roundTripMs) / 2 + 1;
    }
  }

  /**
   * A peer has said what time it has.
   *
   * @param wallMs the time that it gave
   * @param askedMs monotonic time of this node when it asked
   * @param nowMs monotonic time of this node when the answer came
   */
  public void note(int member, long wallMs, long askedMs, long nowMs) {
    long roundTripMs = nowMs - askedMs;
    Sample fresh = new Sample(wallMs - (askedMs + roundTripMs / 2), roundTripMs, nowMs);
    Sample known = samples.get(member);
    boolean better =
        known == null
            || fresh.roundTripMs <= known.roundTripMs
            || nowMs - known.atMs >= KEEP_MS
            || fresh.contradicts(known);
    if (better) {
      samples.put(member, fresh);
    }
  }

  /** Forgets all but some. */
  public void retain(Set<Integer> members) {
    samples.keySet().retainAll(members);
  }

  public boolean isKnown(int member) {
    return samples.containsKey(member);
  }

  /** The members whose clocks are known, ascending: a view. */
  public Set<Integer> known() {
    return Collections.unmodifiableSet(samples.keySet());
  }

  /**
   * How far a peer's clock is ahead of this node's.
   *
   * @param ownLeadMs this node's wall time less its monotonic time, now
   */
  public long aheadMs(int member, long ownLeadMs) {
    return samples.get(member).leadMs - ownLeadMs;
  }

  /** How far this node's clock is ahead of what most clocks say, its own among them. */
  public long ownAheadMs(long ownLeadMs) {
    long[] ahead = new long[samples.size() + 1];
    int i = 1;
    for (Sample sample : samples.values()) {
      ahead[i++] = sample.leadMs - ownLeadMs;
    }
    Arrays.sort(ahead);
    long upper = ahead[ahead.length / 2];
    long lower = ahead[(ahead.length - 1) / 2];
    return -(Math.abs(lower) <= Math.abs(upper) ? lower : upper);
  }
}
