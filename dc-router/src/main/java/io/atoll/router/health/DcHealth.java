package io.atoll.router.health;

import io.atoll.resilience.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The health of one DC as the router sees it: of its nodes, and of what they share. A DC is usable
 * while its own breaker and one of its nodes are. Used by one thread.
 */
public final class DcHealth {
  private static final int ENOUGH_SAMPLES = 20;
  private static final int MOST_SAMPLES = 1_024;

  private final String name;
  private final HealthSettings settings;
  private final Breaker breaker;
  private final LatencyHistogram readLatency;
  private List<NodeHealth> nodes = List.of();
  private boolean usable;
  private long usableChangedNanos;

  DcHealth(String name, HealthSettings settings, long nowNanos) {
    this.name = name;
    this.settings = settings;
    this.breaker = new Breaker(settings.dcs().breaker(), nowNanos);
    this.readLatency =
        new LatencyHistogram(settings.hedging().quantile(), ENOUGH_SAMPLES, 1, MOST_SAMPLES);
    this.usableChangedNanos = nowNanos;
  }

  public String name() {
    return name;
  }

  public List<NodeHealth> nodes() {
    return nodes;
  }

  Breaker breaker() {
    return breaker;
  }

  LatencyHistogram readLatency() {
    return readLatency;
  }

  /** Keeps what is known of nodes that stay, and begins anew with those that are new. */
  void update(List<NodeAddress> addresses, long nowNanos) {
    Map<String, NodeHealth> known =
        nodes.stream()
            .collect(Collectors.toMap(node -> node.address().authority(), Function.identity()));
    List<NodeHealth> updated = new ArrayList<>();
    for (NodeAddress address : addresses) {
      NodeHealth same = known.get(address.authority());
      if (same != null) {
        same.rename(address);
      }
      updated.add(same != null ? same : new NodeHealth(address, settings, nowNanos));
    }
    nodes = List.copyOf(updated);
  }

  void sweep(long nowNanos) {
    nodes.forEach(node -> node.sweep(nowNanos));
    boolean now = isUsable(nowNanos);
    if (now != usable) {
      usable = now;
      usableChangedNanos = nowNanos;
    }
  }

  boolean isUsable(long nowNanos) {
    return breaker.admits(nowNanos) && nodes.stream().anyMatch(node -> node.isUsable(nowNanos));
  }

  /** How this DC stands against others. */
  DcPreference.Candidate candidate(long nowNanos) {
    boolean good = isUsable(nowNanos);
    return new DcPreference.Candidate(
        name, good, latencyNanos(), good && usable ? usableChangedNanos : nowNanos);
  }

  /** The mean round trip to the nearest node that is ready; that of any node when none is. */
  long latencyNanos() {
    return nodes.stream()
        .filter(node -> node.standing() == NodeHealth.Standing.READY)
        .mapToLong(NodeHealth::roundTripNanos)
        .min()
        .orElseGet(
            () ->
                nodes.stream()
                    .mapToLong(NodeHealth::roundTripNanos)
                    .min()
                    .orElse(settings.nodes().probeTimeoutNanos()));
  }

  /** After how long a read that is asked here is asked elsewhere too. */
  public long hedgeNanos() {
    long measured =
        readLatency.quantileNanos(settings.hedging().maxNanos() / 5 + 2 * latencyNanos());
    return Math.clamp(measured, settings.hedging().minNanos(), settings.hedging().maxNanos());
  }

  DcView view(long nowNanos) {
    return new DcView(
        name,
        usable,
        nowNanos - usableChangedNanos,
        nodes.stream().anyMatch(node -> node.standing() == NodeHealth.Standing.READY)
            ? latencyNanos()
            : -1,
        hedgeNanos(),
        breaker.state(nowNanos),
        breaker.why(),
        nodes.stream().map(node -> node.view(nowNanos)).toList());
  }
}
