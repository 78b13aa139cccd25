package io.atoll.chaos.checker;

import io.atoll.chaos.watch.Holdings;
import io.atoll.hints.HintBounds;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.sim.SimCluster;
import io.atoll.storage.StorageMetric;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When everybody is there again, nobody has to be brought anything any more: no hint is left and no
 * arc is dirty, by what nodes say and by what they have stored. Where a disk was damaged, states
 * that are to be brought cannot be read, or not be merged into what is there.
 */
public final class HintsAreDelivered implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    SimCluster cluster = evidence.cluster();
    Map<String, Node> nodes = new TreeMap<>();
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node != null) {
        nodes.put(member.nodeId(), node);
      }
    }
    if (nodes.values().stream().anyMatch(HintsAreDelivered::isDamaged)) {
      return List.of();
    }
    Map<String, Future<Long>> stored = new TreeMap<>();
    nodes.forEach((nodeId, node) -> stored.put(nodeId, Holdings.notes(node)));
    cluster.runUntilAllEnd(stored.values(), SimCluster.DISK_PATIENCE_MS);
    List<String> found = new ArrayList<>();
    nodes.forEach((nodeId, node) -> judge(nodeId, node, stored.get(nodeId), found));
    return found;
  }

  private static void judge(String nodeId, Node node, Future<Long> stored, List<String> found) {
    HintBounds left = node.hints().bounds();
    if (left.count() != 0 || left.bytes() != 0 || left.dirtyArcs() != 0) {
      found.add(
          "%s still has %d hints of %d bytes, and %d dirty arcs"
              .formatted(nodeId, left.count(), left.bytes(), left.dirtyArcs()));
    } else if (!stored.succeeded()) {
      found.add("what %s has to bring cannot be read: %s".formatted(nodeId, stored.cause()));
    } else if (stored.result() != 0) {
      found.add(
          "%s says that it has nothing to bring, and has stored %d hints and dirty arcs"
              .formatted(nodeId, stored.result()));
    }
  }

  private static boolean isDamaged(Node node) {
    return node.storageStats().value(StorageMetric.MISSING_RANGES) > 0;
  }
}
