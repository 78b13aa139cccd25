package io.atoll.chaos.watch;

import io.atoll.causal.EncodedSiblings;
import io.atoll.causal.HybridClock;
import io.atoll.chaos.model.Partners;
import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.repair.PartnerStatus;
import io.atoll.repair.RepairReport;
import io.atoll.repair.RepairTally;
import io.atoll.ring.Member;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What nodes say of how they stand with other replicas: each is asked now and then, and what it
 * says is held against the disks.
 */
public final class Comparisons {
  private static final long ASK_EVERY_NANOS = 500_000_000;

  /**
   * A comparison is as of a moment some seconds back, and asked for soon after. Where it seems to
   * be otherwise the clock was set in between.
   */
  private static final long LEAST_LAG_MS = 2_500;

  private static final long MOST_LAG_MS = 60_000;

  private final SimCluster cluster;
  private final Ledger ledger;
  private final Health health;
  private final InStepClaims claims;
  private final Map<Integer, String> nodeIds = new TreeMap<>();
  private final Map<Partners, Long> inStepNanos = new HashMap<>();
  private final Map<Way, Last> last = new HashMap<>();
  private final Map<String, Long> unknownArcs = new TreeMap<>();
  private final List<Found> found = new ArrayList<>();
  private final Scheduler.Life life = Stage.life("who asks how replicas stand");
  private boolean ended;
  private long changedNanos;

  /** The later of the last change and the newest event. */
  private long restNanos;

  private long comparisons;
  private long lookedNanos;

  /** Since when all is well. */
  private long wellNanos;

  /** From whom comparisons go to whom. */
  private record Way(String asker, int partner) {}

  /** What was said of a way last, by a process of the asker. */
  private record Last(Node node, long nanos, PartnerStatus said) {
    RepairTally tally() {
      return said == null ? RepairTally.NONE : said.tally();
    }

    Map<Integer, Long> inStepMs() {
      return said == null ? Map.of() : said.keyspacesInStepAsOfMs();
    }
  }

  /**
   * That a node had more to ask than whether all is the same, which takes one question; that it
   * found differences, or that something was brought for them.
   *
   * @param nanos when it was asked
   * @param isFalse whether there could be none
   */
  private record Found(long nanos, boolean isFalse, String words) {}

  Comparisons(SimCluster cluster, Ledger ledger, Health health, InStepClaims claims) {
    this.cluster = cluster;
    this.ledger = ledger;
    this.health = health;
    this.claims = claims;
    cluster.members().forEach(member -> nodeIds.put(member.number(), member.nodeId()));
  }

  /** Begins to ask. */
  void begin() {
    cluster.scheduler().after(ASK_EVERY_NANOS, life, this::ask);
  }

  /** Asks no more: what is done from now on is not to be judged. */
  public void end() {
    ended = true;
    changedNanos = ledger.changedNanos();
    restNanos = Math.max(changedNanos, newestEventNanos());
  }

  /**
   * The time of the newest event that a sound clock may have given; clocks that were ahead gave
   * later ones than that of the last change, and as of a moment before them nodes that restarted
   * since know less of what was than others.
   */
  private long newestEventNanos() {
    long now = cluster.scheduler().nowNanos();
    long newest = -1;
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node == null) {
        continue;
      }
      long wallMs = node.env().clock().wallMs();
      for (byte[] state : ledger.of(member.nodeId()).states().values()) {
        long eventMs =
            HybridClock.wallMs(
                EncodedSiblings.newestTimestamp(MemorySegment.ofArray(state), 0, state.length));
        if (eventMs <= wallMs + HybridClock.MAX_AHEAD_MS) {
          newest = Math.max(newest, now + (eventMs - wallMs) * 1_000_000);
        }
      }
    }
    return newest;
  }

  private void ask() {
    if (ended) {
      return;
    }
    long now = cluster.scheduler().nowNanos();
    if (!health.allIsWell(lookedNanos, now)) {
      wellNanos = now;
    }
    lookedNanos = now;
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node != null && node.limits().repair().on()) {
        node.repairs()
            .report(node.env().loops().get(0))
            .onSuccess(report -> told(member.nodeId(), node, report));
      }
    }
    begin();
  }

  private void told(String asker, Node node, RepairReport report) {
    if (ended) {
      return;
    }
    unknownArcs.put(asker, report.unknownArcs());
    for (PartnerStatus partner : report.partners()) {
      Way way = new Way(asker, partner.member());
      Last before = last.get(way);
      if (before == null || !before.node.equals(node)) {
        before = new Last(node, 0, null);
      }
      count(way, before.tally(), partner.tally());
      claim(way, before.inStepMs(), report, partner);
      last.put(way, new Last(node, cluster.scheduler().nowNanos(), partner));
    }
  }

  private void count(Way way, RepairTally before, RepairTally now) {
    long ended = now.comparisons() - before.comparisons();
    long closer = now.roundTrips() - before.roundTrips() - ended;
    long differing = now.differing() - before.differing();
    long brought = now.sentKeys() + now.receivedKeys() - before.sentKeys() - before.receivedKeys();
    comparisons += ended;
    if (closer > 0 || differing > 0 || brought > 0) {
      found.add(
          new Found(
              cluster.scheduler().nowNanos(),
              differing > 0 && brought == 0 && cannotDiffer(),
              "%s looked closer at %s with %d questions, found %d keys that differ, and %d were brought"
                  .formatted(way.asker, nodeIds.get(way.partner), closer, differing, brought)));
    }
  }

  /**
   * Whether all were in step as of a moment since which all is well: what is written then reaches
   * every replica at once, long before the moments as of which they are compared, unless one
   * refuses it, as one that is overloaded does; but then there is something to be brought.
   */
  private boolean cannotDiffer() {
    return Partners.of(health.newest()).stream()
        .allMatch(each -> inStepNanos.getOrDefault(each, -1L) > wellNanos);
  }

  private void claim(
      Way way, Map<Integer, Long> before, RepairReport report, PartnerStatus partner) {
    String other = nodeIds.get(way.partner);
    partner
        .keyspacesInStepAsOfMs()
        .forEach(
            (keyspaceId, momentMs) -> {
              long lagMs = report.nowMs() - momentMs;
              if (!momentMs.equals(before.get(keyspaceId)) && isSensible(lagMs)) {
                claims.claimed(way.asker, other, keyspaceId, momentMs, nanos(lagMs));
              }
            });
    long lagMs = report.nowMs() - partner.inStepAsOfMs();
    if (isSensible(lagMs)) {
      Partners both = Partners.of(numberOf(way.asker), way.partner);
      inStepNanos.merge(both, nanos(lagMs), Math::max);
    }
  }

  private static boolean isSensible(long lagMs) {
    return lagMs >= LEAST_LAG_MS && lagMs <= MOST_LAG_MS;
  }

  private long nanos(long lagMs) {
    return cluster.scheduler().nowNanos() - lagMs * 1_000_000;
  }

  private int numberOf(String nodeId) {
    return cluster.members().stream()
        .filter(member -> member.nodeId().equals(nodeId))
        .mapToInt(Member::number)
        .findFirst()
        .orElseThrow();
  }

  /** Whether all these said of each other that they are in step as of a moment after any change. */
  public boolean areInStep(Set<Partners> all) {
    long nanos = ledger.changedNanos();
    return all.stream().allMatch(each -> inStepNanos.getOrDefault(each, -1L) >= nanos);
  }

  /** Who of these did not, until the end, in words. */
  public List<String> notInStep(Set<Partners> all) {
    return all.stream()
        .filter(each -> inStepNanos.getOrDefault(each, -1L) < changedNanos)
        .map(this::notInStep)
        .toList();
  }

  private String notInStep(Partners both) {
    Long moment = inStepNanos.get(both);
    return "%s and %s were %s, and the last change was at %.3f ms: %s, %s"
        .formatted(
            nodeIds.get(both.one()),
            nodeIds.get(both.other()),
            moment == null
                ? "never found in step"
                : "last found in step as of %.3f ms".formatted(moment / 1e6),
            changedNanos / 1e6,
            lastWords(both.one(), both.other()),
            lastWords(both.other(), both.one()));
  }

  private String lastWords(int asker, int partner) {
    Last words = last.get(new Way(nodeIds.get(asker), partner));
    return words == null
        ? "%s said nothing".formatted(nodeIds.get(asker))
        : "%s said at %.3f ms: %s".formatted(nodeIds.get(asker), words.nanos / 1e6, words.said);
  }

  /**
   * What was said to differ, or was brought, though nothing had changed for some time, in words.
   */
  public List<String> foundAtRest(long afterMs) {
    return found.stream()
        .filter(each -> each.nanos > restNanos + afterMs * 1_000_000)
        .map(
            each ->
                "at %.3f ms %s, and the last change was at %.3f ms"
                    .formatted(each.nanos / 1e6, each.words, restNanos / 1e6))
        .toList();
  }

  /** Claims to be in step that do not hold, and differences that were none, in words. */
  public List<String> untrue() {
    List<String> untrue = new ArrayList<>(claims.untrue());
    for (Found each : found) {
      if (each.isFalse) {
        untrue.add(
            "at %.3f ms %s, though all was well and they had been in step"
                .formatted(each.nanos / 1e6, each.words));
      }
    }
    return untrue;
  }

  /** How much was compared and judged, in words; empty where nothing was. */
  public String summary() {
    return comparisons == 0
        ? ""
        : "%d comparisons, %d times a write of before was looked for"
            .formatted(comparisons, claims.held());
  }

  /** How many arcs nodes did not know the state of, as they said last, by node. */
  public Map<String, Long> unknownArcs() {
    return unknownArcs;
  }
}
