package io.atoll.chaos.workload;

import io.atoll.chaos.checker.SuspectsGetTheirTime.Condemnation;
import io.atoll.chaos.world.Stage;
import io.atoll.membership.MemberState;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.service.NodeStatus;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks now and then whom every node takes for down, and notes who is so newly. */
final class Condemnations {
  private static final long EVERY_NANOS = 250_000_000L;

  private final SimCluster cluster;
  private final Scheduler.Life life = Stage.life("who looks at condemnations");
  private final Map<String, Node> runs = new HashMap<>();
  private final Map<String, Set<String>> down = new HashMap<>();
  private final List<Condemnation> noted = new ArrayList<>();

  Condemnations(SimCluster cluster) {
    this.cluster = cluster;
  }

  void begin() {
    cluster.scheduler().after(EVERY_NANOS, life, this::look);
  }

  void end() {
    life.end();
  }

  /** Every one so far, in the order of time. */
  List<Condemnation> noted() {
    return noted;
  }

  private void look() {
    for (Member asker : cluster.members()) {
      Node node = cluster.node(asker.nodeId());
      if (node != null) {
        look(asker.nodeId(), node);
      }
    }
    begin();
  }

  /** What a run of a node takes others for at first it has from hearsay. */
  private void look(String asker, Node node) {
    boolean knowsBefore = node.equals(runs.put(asker, node));
    Set<String> before = down.getOrDefault(asker, Set.of());
    Set<String> now = new HashSet<>();
    for (NodeStatus seen : node.backend(0).nodes()) {
      if (seen.gossip() == MemberState.DOWN) {
        String about = seen.member().nodeId();
        now.add(about);
        if (knowsBefore && !before.contains(about)) {
          noted.add(new Condemnation(asker, about, cluster.scheduler().nowNanos()));
        }
      }
    }
    down.put(asker, now);
  }
}
