package io.atoll.router.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which DC is asked first. That is the local one where one is named, else the nearest by measured
 * latency, but never restlessly:
 *
 * <ul>
 *   <li>a DC that cannot be used any more is left at once;
 *   <li>another is preferred to one that works only when it is local, or nearer by a fifth and a
 *       millisecond, and has been so without a break for a while;
 *   <li>then traffic moves there bit by bit, for what just came back has cold caches and an
 *       uncompiled JVM.
 * </ul>
 *
 * <p>A state machine without clock; used by one thread.
 */
final class DcPreference {
  private static final double NEARER_SHARE = 0.8;
  private static final long NEARER_NANOS = 1_000_000;

  private final String localDc;
  private final long settleNanos;
  private final long rampNanos;

  private String current;
  private long currentSinceNanos;
  private String leaving;
  private String challenger;
  private long challengedNanos;
  private long switches;

  DcPreference(String localDc, long settleNanos, long rampNanos) {
    this.localDc = localDc;
    this.settleNanos = settleNanos;
    this.rampNanos = rampNanos;
  }

  /**
   * How a DC stands.
   *
   * @param usableSinceNanos the time since when it is usable
   */
  record Candidate(String name, boolean usable, long latencyNanos, long usableSinceNanos) {}

  /** Makes up its mind. The order of the candidates breaks ties. */
  void update(List<Candidate> candidates, long nowNanos) {
    Candidate now = usable(candidates, current);
    Candidate best = best(candidates);
    if (best == null) {
      leaving = null;
      challenger = null;
    } else if (now == null) {
      moveTo(best.name, null, nowNanos);
    } else if (best.name.equals(current) || !isClearlyBetter(best, now)) {
      challenger = null;
    } else if (!best.name.equals(challenger)) {
      challenger = best.name;
      challengedNanos = nowNanos;
    } else if (nowNanos - challengedNanos >= settleNanos
        && nowNanos - best.usableSinceNanos >= settleNanos) {
      moveTo(best.name, current, nowNanos);
    }
    if (leaving != null
        && (usable(candidates, leaving) == null || nowNanos - currentSinceNanos >= rampNanos)) {
      leaving = null;
    }
  }

  /**
   * The DCs in the order in which a request is to try them, the usable ones before the others.
   *
   * @param first the one to begin with, or null
   */
  List<String> order(List<Candidate> candidates, String first) {
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(
        Comparator.comparing((Candidate c) -> !c.usable)
            .thenComparing(c -> !c.name.equals(first))
            .thenComparing(c -> !c.name.equals(localDc))
            .thenComparingLong(Candidate::latencyNanos));
    return sorted.stream().map(Candidate::name).toList();
  }

  /** The share of requests that goes to the new DC already while traffic moves, 0 to 1. */
  double moved(long nowNanos) {
    return leaving == null ? 1 : (double) (nowNanos - currentSinceNanos) / rampNanos;
  }

  /** The DC that is asked first, or null before any was usable. */
  String current() {
    return current;
  }

  /** The DC that traffic is moving away from, or null. */
  String leaving() {
    return leaving;
  }

  long currentSinceNanos() {
    return currentSinceNanos;
  }

  /** How often another DC became the first, the first time not counted. */
  long switches() {
    return switches;
  }

  private void moveTo(String next, String from, long nowNanos) {
    if (current != null && !current.equals(next)) {
      switches++;
    }
    current = next;
    currentSinceNanos = nowNanos;
    leaving = from;
    challenger = null;
  }

  private Candidate best(List<Candidate> candidates) {
    Candidate best = null;
    for (Candidate candidate : candidates) {
      if (candidate.usable && (best == null || isClearlyBetter(candidate, best))) {
        best = candidate;
      }
    }
    return best;
  }

  private boolean isClearlyBetter(Candidate one, Candidate other) {
    if (one.name.equals(localDc) || other.name.equals(localDc)) {
      return one.name.equals(localDc);
    }
    return one.latencyNanos < NEARER_SHARE * other.latencyNanos
        && other.latencyNanos - one.latencyNanos > NEARER_NANOS;
  }

  private static Candidate usable(List<Candidate> candidates, String name) {
    for (Candidate candidate : candidates) {
      if (candidate.usable && candidate.name.equals(name)) {
        return candidate;
      }
    }
    return null;
  }
}
