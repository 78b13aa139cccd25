package io.atoll.router.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The health of all DCs as one loop of the router sees it, and the choice of the node that a
 * request is sent to. Used by one thread, with time and chance passed in.
 */
public final class LoadBalancer {
  /** A gap between sweeps so long means that this process did not run. */
  private static final long ASLEEP_NANOS = 250_000_000L;

  /** One request asks at most so many nodes of a DC before it goes to the next DC. */
  private static final int NODES_PER_DC = 2;

  private final HealthSettings settings;
  private final RandomGenerator random;
  private final DcPreference preference;
  private Map<String, DcHealth> dcs = Map.of();

  /** The DCs in the order in which a request tries them, made anew by each sweep. */
  private List<DcHealth> order = List.of();

  /** The same for those requests that still go to the DC that traffic is moving away from. */
  private List<DcHealth> orderOfLeaving = List.of();

  private boolean begun;
  private long sweptNanos;

  public LoadBalancer(HealthSettings settings, RandomGenerator random, long nowNanos) {
    this.settings = settings;
    this.random = random;
    this.preference =
        new DcPreference(
            settings.dcs().local(), settings.dcs().settleNanos(), settings.dcs().rampNanos());
    this.sweptNanos = nowNanos;
  }

  /** Takes over who there is; what is known of those that stay is kept. */
  public void update(Upstreams upstreams, long nowNanos) {
    Map<String, DcHealth> updated = new LinkedHashMap<>();
    for (Upstreams.Dc dc : upstreams.dcs()) {
      DcHealth health = dcs.get(dc.name());
      if (health == null) {
        health = new DcHealth(dc.name(), settings, nowNanos);
      }
      health.update(dc.nodes(), nowNanos);
      updated.put(dc.name(), health);
    }
    dcs = updated;
    reorder(nowNanos);
  }

  /** Looks at what time alone brings about; to be called every 50 ms or so. */
  public void sweep(long nowNanos) {
    if (nowNanos - sweptNanos > ASLEEP_NANOS) {
      dcs.values().forEach(dc -> dc.nodes().forEach(node -> node.excuse(nowNanos)));
    }
    sweptNanos = nowNanos;
    dcs.values().forEach(dc -> dc.sweep(nowNanos));
    reorder(nowNanos);
  }

  /** All nodes, DC by DC. */
  public List<NodeHealth> nodes() {
    return dcs.values().stream().flatMap(dc -> dc.nodes().stream()).toList();
  }

  /** Whether every node has been heard of at least once, for good or bad. */
  public boolean isEveryNodeKnown() {
    return dcs.values().stream()
        .flatMap(dc -> dc.nodes().stream())
        .noneMatch(node -> node.standing() == NodeHealth.Standing.UNKNOWN);
  }

  /**
   * Chooses a node for a request and counts the request as sent there.
   *
   * <p>Ready nodes of the preferred DC come first, then those of the other DCs by distance; at most
   * two of each, so that a request does not spend itself in one place. Only when there is no ready
   * node at all are suspects asked. Of the nodes of a DC, those whose disk takes no writes are
   * asked for a write last.
   *
   * @param read whether the request only reads
   * @param tried nodes that this request has asked already
   * @param avoidDc a DC that need not be asked again, or ""
   * @param owner hears when the node is considered down
   */
  public Choice choose(
      boolean read,
      Set<NodeHealth> tried,
      String avoidDc,
      InFlightRequest.Owner owner,
      long nowNanos) {
    boolean leaving =
        preference.leaving() != null && random.nextDouble() >= preference.moved(nowNanos);
    List<DcHealth> dcsInTurn = leaving ? orderOfLeaving : order;
    Choice choice = choose(dcsInTurn, false, read, tried, avoidDc, owner, nowNanos);
    return choice == Choice.None.NONE_USABLE
        ? choose(dcsInTurn, true, read, tried, avoidDc, owner, nowNanos)
        : choice;
  }

  private Choice choose(
      List<DcHealth> dcsInTurn,
      boolean suspects,
      boolean read,
      Set<NodeHealth> tried,
      String avoidDc,
      InFlightRequest.Owner owner,
      long nowNanos) {
    boolean full = false;
    for (DcHealth dc : dcsInTurn) {
      if (dc.name().equals(avoidDc) || !dc.breaker().admits(nowNanos)) {
        continue;
      }
      int triedHere = 0;
      List<NodeHealth> able = new ArrayList<>(dc.nodes().size());
      for (NodeHealth node : dc.nodes()) {
        if (tried.contains(node)) {
          triedHere++;
        } else if (suspects ? node.isSuspect(nowNanos) : node.isUsable(nowNanos)) {
          if (node.hasRoom()) {
            able.add(node);
          } else {
            full = true;
          }
        }
      }
      if (!able.isEmpty() && triedHere < NODES_PER_DC) {
        return new Choice.Go(
            new InFlightRequest(
                dc,
                NodeChoice.of(read ? able : fitForWrites(able), random, nowNanos),
                owner,
                nowNanos));
      }
    }
    return full ? Choice.None.ALL_FULL : Choice.None.NONE_USABLE;
  }

  /** Those of some that take writes themselves; all of them where none does. */
  private static List<NodeHealth> fitForWrites(List<NodeHealth> able) {
    for (NodeHealth node : able) {
      if (node.isRefusingWrites()) {
        List<NodeHealth> fit = able.stream().filter(each -> !each.isRefusingWrites()).toList();
        return fit.isEmpty() ? able : fit;
      }
    }
    return able;
  }

  /** The outcome of a choice. */
  public sealed interface Choice {
    /** Send it there. */
    record Go(InFlightRequest ticket) implements Choice {}

    /** There is nobody to send it to. */
    enum None implements Choice {
      /** Those that could serve it have as much to do as they may. */
      ALL_FULL,
      NONE_USABLE
    }
  }

  /** A copy for people and meters. */
  public LoadBalancerView view(long nowNanos) {
    return new LoadBalancerView(
        preference.current(),
        preference.current() == null ? -1 : nowNanos - preference.currentSinceNanos(),
        preference.leaving(),
        preference.switches(),
        dcs.values().stream().map(dc -> dc.view(nowNanos)).toList());
  }

  private void reorder(long nowNanos) {
    List<DcPreference.Candidate> candidates =
        dcs.values().stream().map(dc -> dc.candidate(nowNanos)).toList();
    // The first choice waits until all were heard of: else it would be whoever answered first, and
    // to change one's mind takes a while.
    begun |= !dcs.isEmpty() && isEveryNodeKnown();
    if (begun) {
      preference.update(candidates, nowNanos);
    }
    order = inOrder(candidates, preference.current());
    orderOfLeaving = inOrder(candidates, preference.leaving());
  }

  private List<DcHealth> inOrder(List<DcPreference.Candidate> candidates, String first) {
    return preference.order(candidates, first).stream().map(dcs::get).toList();
  }
}
