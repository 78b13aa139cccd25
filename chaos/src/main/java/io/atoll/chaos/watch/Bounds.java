package io.atoll.chaos.watch;

import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at every {@link Gauge} of every node now and then while a run goes on. */
final class Bounds {
  private static final long EVERY_NANOS = 200_000_000;

  private final SimCluster cluster;
  private final TopologyBook topologies;
  private final Ledger ledger;
  private final Scheduler.Life life = Stage.life("who looks at gauges");
  private final Map<String, Excess> exceeded = new LinkedHashMap<>();
  private final Map<Gauge, Long> highest = new LinkedHashMap<>();

  /** That a gauge of a node was beyond its bound. */
  private record Excess(String nodeId, Gauge gauge, long value, String words) {}

  Bounds(SimCluster cluster, TopologyBook topologies, Ledger ledger) {
    this.cluster = cluster;
    this.topologies = topologies;
    this.ledger = ledger;
  }

  void begin() {
    cluster.scheduler().after(EVERY_NANOS, life, this::look);
  }

  /**
   * When each gauge of each node was beyond its bound most, in words. Judged once more, now that
   * everything has come to the disks: the largest entry may have been under way then.
   */
  List<String> exceeded() {
    return exceeded.values().stream().filter(this::isExcess).map(Excess::words).toList();
  }

  private boolean isExcess(Excess excess) {
    Node node = cluster.node(excess.nodeId);
    return excess.value < 0
        || node == null
        || excess.value > excess.gauge.bound().applyAsLong(node, ledger.of(excess.nodeId));
  }

  /** The highest that each gauge was on any node. */
  Map<Gauge, Long> highest() {
    return highest;
  }

  private void look() {
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node != null) {
        topologies.note(member.nodeId());
        look(member.nodeId(), node, new Gauge.Sample(node.load(), node.storageStats()));
      }
    }
    begin();
  }

  private void look(String nodeId, Node node, Gauge.Sample now) {
    for (Gauge gauge : Gauge.ALL) {
      long value = gauge.value().applyAsLong(now);
      highest.merge(gauge, value, Math::max);
      long bound = gauge.bound().applyAsLong(node, ledger.of(nodeId));
      if (value > bound) {
        note(nodeId, gauge, value, "at most " + bound);
      }
    }
    for (Gauge gauge : Gauge.RESERVED) {
      long value = gauge.value().applyAsLong(now);
      if (value < 0) {
        note(nodeId, gauge, value, "0 or more");
      }
    }
  }

  private void note(String nodeId, Gauge gauge, long value, String right) {
    String words =
        "%s had %d %s at %.3f ms: must be %s"
            .formatted(nodeId, value, gauge.name(), cluster.scheduler().nowNanos() / 1e6, right);
    exceeded.merge(
        nodeId + gauge.name(),
        new Excess(nodeId, gauge, value, words),
        (one, other) -> Math.abs(other.value) > Math.abs(one.value) ? other : one);
  }
}
