package io.atoll.repair;

import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * With whom a node compares itself next: every so often with the next member of its own DC, and
 * with the next one of each other DC. So a difference crosses between two DCs to one node, and
 * spreads from there. Some go to the front: who was mended, to see whether that was all; who came
 * back; who is known to lack something. Whoever is down is passed over. Not thread-safe.
 */
public final class RepairTurns {
  private static final long SOON_MS = 1_000;

  private final long everyMs;
  private final LongUnaryOperator jitter;
  private final TreeMap<String, Turn> byDc = new TreeMap<>();
  private final TreeMap<Integer, Partner> partners = new TreeMap<>();

  /**
   * Another replica.
   *
   * @param member its number
   */
  public record Seen(int member, String dc, boolean alive) {}

  private static final class Turn {
    private long dueMs;
    private int last = -1;
  }

  private static final class Partner {
    private String dc;
    private boolean alive;
    private boolean front;
    private long frontFromMs;
    private long endedMs;
    private int fruitless;
  }

  /**
   * @param everyMs how often it is the turn of each DC
   * @param jitter gives a number from 0 to the one given, so that nodes do not all begin together
   */
  public RepairTurns(long everyMs, LongUnaryOperator jitter) {
    this.everyMs = everyMs;
    this.jitter = jitter;
  }

  /** Who there is now. */
  public void see(long nowMs, Collection<Seen> all) {
    partners.keySet().removeIf(member -> all.stream().noneMatch(each -> each.member == member));
    for (Seen seen : all) {
      Partner partner = partners.get(seen.member);
      if (partner == null) {
        partner = new Partner();
        partner.endedMs = Long.MIN_VALUE;
        partners.put(seen.member, partner);
      } else if (seen.alive && !partner.alive) {
        front(partner, nowMs + SOON_MS);
      }
      partner.dc = seen.dc;
      partner.alive = seen.alive;
      if (!byDc.containsKey(seen.dc)) {
        Turn turn = new Turn();
        turn.dueMs = nowMs + jitter.applyAsLong(everyMs);
        byDc.put(seen.dc, turn);
      }
    }
    byDc.keySet().removeIf(dc -> partners.values().stream().noneMatch(each -> each.dc.equals(dc)));
  }

  /** A member is known to lack something: it comes to the front, unless it has just been there. */
  public void lacks(int member, long nowMs) {
    Partner partner = partners.get(member);
    if (partner != null
        && !partner.front
        && (partner.endedMs == Long.MIN_VALUE || nowMs - partner.endedMs >= everyMs)) {
      front(partner, nowMs);
    }
  }

  private static void front(Partner partner, long fromMs) {
    partner.frontFromMs = partner.front ? Math.min(partner.frontFromMs, fromMs) : fromMs;
    partner.front = true;
  }

  /**
   * Whose turn it is.
   *
   * @param busy with whom something goes on
   * @return the number of a member, or -1 for none
   */
  public int next(long nowMs, Set<Integer> busy) {
    for (var each : partners.entrySet()) {
      Partner partner = each.getValue();
      if (partner.front
          && partner.alive
          && partner.frontFromMs <= nowMs
          && !busy.contains(each.getKey())) {
        partner.front = false;
        return each.getKey();
      }
    }
    for (var each : byDc.entrySet()) {
      Turn turn = each.getValue();
      if (turn.dueMs <= nowMs) {
        int member = after(turn.last, each.getKey(), busy);
        turn.dueMs = nowMs + everyMs - everyMs / 10 + jitter.applyAsLong(everyMs / 5);
        if (member >= 0) {
          turn.last = member;
          return member;
        }
      }
    }
    return -1;
  }

  private int after(int last, String dc, Set<Integer> busy) {
    int first = -1;
    for (var each : partners.entrySet()) {
      Partner partner = each.getValue();
      if (!partner.dc.equals(dc) || !partner.alive || busy.contains(each.getKey())) {
        continue;
      }
      if (each.getKey() > last) {
        return each.getKey();
      }
      first = first < 0 ? each.getKey() : first;
    }
    return first;
  }

  /**
   * A comparison has come to an end.
   *
   * @param again whether it is to be looked at again soon; each time in a row it takes longer, up
   *     to the time of a turn
   */
  public void ended(int member, long nowMs, boolean again) {
    Partner partner = partners.get(member);
    if (partner == null) {
      return;
    }
    partner.endedMs = nowMs;
    if (again) {
      front(partner, nowMs + Math.min(everyMs, SOON_MS << Math.min(partner.fruitless, 20)));
      partner.fruitless++;
    } else {
      partner.fruitless = 0;
    }
  }
}
