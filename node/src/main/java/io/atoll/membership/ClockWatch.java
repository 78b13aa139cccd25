package io.atoll.membership;

import io.atoll.env.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Says when this node's clock, or a peer's, is off from the others, and when it is right again:
 * once each. And decides whether this node may give times to writes where time decides.
 * Single-threaded (loop 0), except for {@link #fault} and {@link #ownAheadMs}.
 */
public final class ClockWatch {
  private final String self;
  private final Settings settings;
  private final Set<Integer> suspicious = new TreeSet<>();
  private boolean warned;
  private volatile long ownAheadMs;
  private volatile String fault;

  /**
   * What is too far.
   *
   * @param maxOffsetMs a node that is further off gives no times to writes
   * @param warnMs from so far on it is said
   */
  public record Settings(long maxOffsetMs, long warnMs) {
    public static final Settings DEFAULT = of(10_000);

    public Settings {
      Require.atLeast(1, "maxOffsetMs", maxOffsetMs);
      Require.between(1, maxOffsetMs, "warnMs", warnMs);
    }

    /** With a warning at a tenth, but not for what a slow network may look like. */
    public static Settings of(long maxOffsetMs) {
      return new Settings(maxOffsetMs, Math.min(maxOffsetMs, Math.max(500, maxOffsetMs / 10)));
    }
  }

  /**
   * @param self the node id
   */
  public ClockWatch(String self, Settings settings) {
    this.self = self;
    this.settings = settings;
  }

  /**
   * Looks at the clocks as they are now.
   *
   * @param ownLeadMs as {@link ClockOffsets#aheadMs} has it
   * @param nodeIds by member number
   * @return lines for a person, of what has changed
   */
  public List<String> look(ClockOffsets offsets, long ownLeadMs, IntFunction<String> nodeIds) {
    List<String> lines = new ArrayList<>();
    long own = offsets.ownAheadMs(ownLeadMs);
    ownAheadMs = own;
    boolean beyond = Math.abs(own) > settings.maxOffsetMs;
    String now =
        beyond
            ? "the clock of '%s' is %s most others, more than %s (limits.clockOffsetMs), so it gives no time to writes where the last writer wins: set its clock right"
                .formatted(self, distance(own), seconds(settings.maxOffsetMs))
            : null;
    if (beyond && fault == null) {
      lines.add(now);
    } else if (!beyond && fault != null) {
      lines.add("the clock of '%s' is near enough to the others again".formatted(self));
    } else if (!beyond && isFar(own, warned) != warned) {
      lines.add(
          warned
              ? "the clock of '%s' agrees with the others again".formatted(self)
              : "the clock of '%s' is %s most others".formatted(self, distance(own)));
    }
    warned = isFar(own, warned);
    fault = now;
    suspicious.retainAll(offsets.known());
    for (int member : offsets.known()) {
      // Seen from what most say: a node whose own clock is wrong does not accuse everybody else.
      long theirs = offsets.aheadMs(member, ownLeadMs) + own;
      boolean before = suspicious.contains(member);
      if (isFar(theirs, before) != before) {
        lines.add(
            before
                ? "the clock of '%s' agrees with the others again".formatted(nodeIds.apply(member))
                : "the clock of '%s' is %s %s"
                    .formatted(
                        nodeIds.apply(member),
                        distance(theirs),
                        offsets.known().size() > 1 ? "most others" : "that of '" + self + "'"));
        if (before) {
          suspicious.remove(member);
        } else {
          suspicious.add(member);
        }
      }
    }
    return lines;
  }

  /** Half the bound is the way back, so that it is not said again and again. */
  private boolean isFar(long offsetMs, boolean before) {
    return Math.abs(offsetMs) > (before ? settings.warnMs / 2 : settings.warnMs);
  }

  private static String distance(long aheadMs) {
    return seconds(Math.abs(aheadMs)) + (aheadMs > 0 ? " ahead of" : " behind");
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1e3);
  }

  /** Why this node gives no times to writes, in words, or null when it does; from any thread. */
  public String fault() {
    return fault;
  }

  /** How far this node's clock is ahead of most others; from any thread. */
  public long ownAheadMs() {
    return ownAheadMs;
  }
}
