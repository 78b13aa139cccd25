package io.atoll.router.proxy;

import io.atoll.router.health.Breaker;
import io.atoll.router.health.DcView;
import io.atoll.router.health.LoadBalancerView;
import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.NodeHealth.Standing;
import io.atoll.router.health.NodeView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The health of all DCs as all loops of a router see it, put together: of what they disagree about,
 * the worse; of what they count, the sum. Immutable.
 *
 * @param first the DC that is asked first, or null while there is none
 * @param loops each loop's own
 */
record RouterView(String first, List<Dc> dcs, List<LoopView> loops) {
  /** One DC. */
  record Dc(
      String name,
      boolean usable,
      long sinceNanos,
      long latencyNanos,
      long hedgeNanos,
      Breaker.State breaker,
      String breakerWhy,
      List<Node> nodes) {}

  /** One node. */
  record Node(
      NodeAddress address,
      Standing standing,
      String why,
      long sinceNanos,
      long latencyNanos,
      long requestLatencyNanos,
      int inFlight,
      long answers,
      long failures,
      String lastError,
      long lastErrorAgoNanos,
      Breaker.State breaker,
      String breakerWhy) {}

  static RouterView of(List<LoopView> loops) {
    Map<String, List<DcView>> byDc = new LinkedHashMap<>();
    for (LoopView loop : loops) {
      for (DcView dc : loop.loadBalancer().dcs()) {
        byDc.computeIfAbsent(dc.name(), name -> new ArrayList<>()).add(dc);
      }
    }
    String first =
        loops.stream()
            .map(LoopView::loadBalancer)
            .map(LoadBalancerView::dc)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return new RouterView(first, byDc.values().stream().map(RouterView::dc).toList(), loops);
  }

  /** Whether a request can be sent to anybody. */
  boolean isAnyUsable() {
    return dcs.stream().anyMatch(Dc::usable);
  }

  private static Dc dc(List<DcView> views) {
    DcView worst = views.getFirst();
    Map<String, List<NodeView>> byNode = new LinkedHashMap<>();
    for (DcView view : views) {
      boolean worse =
          (worst.usable() && !view.usable())
              || (worst.usable() == view.usable()
                  && badness(view.breaker()) > badness(worst.breaker()));
      worst = worse ? view : worst;
      for (NodeView node : view.nodes()) {
        byNode.computeIfAbsent(node.address().authority(), a -> new ArrayList<>()).add(node);
      }
    }
    return new Dc(
        worst.name(),
        views.stream().anyMatch(DcView::usable),
        worst.sinceNanos(),
        views.stream().mapToLong(DcView::latencyNanos).max().orElse(-1),
        views.stream().mapToLong(DcView::hedgeNanos).max().orElse(-1),
        worst.breaker(),
        worst.breakerWhy(),
        byNode.values().stream().map(RouterView::node).toList());
  }

  private static Node node(List<NodeView> views) {
    NodeView worst = views.getFirst();
    NodeView erred = worst;
    for (NodeView view : views) {
      boolean worse =
          badness(view.standing()) > badness(worst.standing())
              || (view.standing() == worst.standing()
                  && badness(view.breaker()) > badness(worst.breaker()));
      worst = worse ? view : worst;
      boolean later =
          view.lastErrorAgoNanos() >= 0
              && (erred.lastErrorAgoNanos() < 0
                  || view.lastErrorAgoNanos() < erred.lastErrorAgoNanos());
      erred = later ? view : erred;
    }
    return new Node(
        worst.address(),
        worst.standing(),
        worst.why(),
        worst.sinceNanos(),
        views.stream().mapToLong(NodeView::probeLatencyNanos).max().orElse(-1),
        views.stream().mapToLong(NodeView::requestLatencyNanos).max().orElse(-1),
        views.stream().mapToInt(NodeView::inFlight).sum(),
        views.stream().mapToLong(NodeView::answers).sum(),
        views.stream().mapToLong(NodeView::failures).sum(),
        erred.lastError(),
        erred.lastErrorAgoNanos(),
        worst.breaker(),
        worst.breakerWhy());
  }

  private static int badness(Standing standing) {
    return switch (standing) {
      case READY -> 0;
      case SUSPECT -> 1;
      case UNKNOWN -> 2;
      case NOT_READY -> 3;
      case DOWN -> 4;
    };
  }

  private static int badness(Breaker.State state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }
}
