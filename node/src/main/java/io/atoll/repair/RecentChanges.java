package io.atoll.repair;

import io.atoll.causal.HybridClock;
import io.atoll.repair.sketch.Sketch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Which changes of a shard's sketches are kept apart, so that it can be told what they were a while
 * ago: those of the last {@value Moments#KEPT_MS} ms, by the {@linkplain Moments moment} until
 * which they were made. Older ones are folded into what was before.
 *
 * <p>When a change was made, its event says, not the clock of who hears of it: replicas that have
 * the same events have the same sketches as of the same moment, although they heard of them at
 * different times. So does one that lies a little ahead of the own clock, which may be behind; one
 * that lies further ahead than any sound clock counts as one of now, and one that is so old that
 * its moment was folded counts at once. So the changes of a key, whose events only get later, are
 * in the order of the moments. That a state is removed is an event of now; where the event before
 * was ahead, or an older one brings the key back soon after, what it was as of the moments between
 * is told wrongly.
 *
 * <p>A clock that was set back by much would keep new events among old moments for long: everything
 * that was told until then is folded, and moments begin anew.
 */
final class RecentChanges {
  /** So many sums of changes are kept; with more, moments are folded earlier. */
  static final int MAX_KEPT = 1 << 15;

  /** Set back by less, the clock counts as standing still. */
  private static final long MAX_BACK_MS = Moments.KEPT_MS / 2;

  private final Collection<KeyspaceArcs> keyspaces;
  private final LongSupplier wallMs;
  private final int maxKept;
  private final TreeMap<Long, List<KeyspaceArcs.Delta>> stretches = new TreeMap<>();
  private int kept;

  /** All changes up to it are folded: as of an earlier one nothing is known. */
  private long foldedMs = Moments.NOW;

  private long latestMs;

  /**
   * @param keyspaces all there are at any time
   */
  RecentChanges(Collection<KeyspaceArcs> keyspaces, LongSupplier wallMs, int maxKept) {
    this.keyspaces = keyspaces;
    this.wallMs = wallMs;
    this.maxKept = maxKept;
  }

  /** From now on changes are told as they are made; those until now are only known together. */
  void follow() {
    latestMs = wallMs.getAsLong();
    foldUpTo(Moments.NOW);
    foldedMs = Moments.notBefore(latestMs);
  }

  /** The oldest moment of which can be told; {@link Moments#NOW} for none. */
  long oldestMs() {
    nowMs();
    return foldedMs;
  }

  /** The moment from which on what is told now is the truth. */
  long sinceMs() {
    return foldedMs == Moments.NOW ? 0 : Moments.notBefore(nowMs());
  }

  /** What a change of an arc is to be added to. */
  Sketch sum(KeyspaceArcs of, int arc, long eventMs) {
    if (foldedMs == Moments.NOW) {
      return of.base(arc);
    }
    long nowMs = nowMs();
    boolean isSensible = eventMs <= nowMs + HybridClock.MAX_AHEAD_MS;
    long momentMs = Moments.notBefore(isSensible ? eventMs : nowMs);
    if (momentMs <= foldedMs) {
      return of.base(arc);
    }
    KeyspaceArcs.Delta delta = of.find(arc, momentMs);
    return delta == null ? begin(of, arc, momentMs) : delta.sum;
  }

  private Sketch begin(KeyspaceArcs of, int arc, long momentMs) {
    while (kept >= maxKept) {
      foldUpTo(stretches.firstKey());
    }
    if (momentMs <= foldedMs) {
      return of.base(arc);
    }
    KeyspaceArcs.Delta begun = of.begin(arc, momentMs);
    stretches.computeIfAbsent(momentMs, none -> new ArrayList<>()).add(begun);
    kept++;
    return begun.sum;
  }

  private long nowMs() {
    long wall = wallMs.getAsLong();
    if (wall > latestMs) {
      latestMs = wall;
      long oldestMs = Moments.latest(wall - Moments.KEPT_MS);
      if (foldedMs < oldestMs) {
        foldUpTo(oldestMs);
      }
    } else if (wall < latestMs - MAX_BACK_MS && foldedMs != Moments.NOW) {
      follow();
    }
    return latestMs;
  }

  private void foldUpTo(long momentMs) {
    while (!stretches.isEmpty() && stretches.firstKey() <= momentMs) {
      List<KeyspaceArcs.Delta> stretch = stretches.pollFirstEntry().getValue();
      kept -= stretch.size();
      stretch.forEach(KeyspaceArcs.Delta::fold);
    }
    foldedMs = Math.max(foldedMs, momentMs);
    keyspaces.forEach(each -> each.forgetBefore(momentMs));
  }
}
