package io.atoll.chaos.checker;

import io.atoll.hints.HintBounds;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.storage.StorageMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When everybody is there again, nobody has to be brought anything any more: no hint is left, no
 * arc is dirty. Where a disk was damaged, states that are to be brought cannot be read, or not be
 * merged into what is there.
 */
public final class HintsAreDelivered implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    Map<String, Node> nodes = new TreeMap<>();
    for (Member member : evidence.cluster().members()) {
      Node node = evidence.cluster().node(member.nodeId());
      if (node != null) {
        nodes.put(member.nodeId(), node);
      }
    }
    if (nodes.values().stream().anyMatch(HintsAreDelivered::isDamaged)) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    nodes.forEach(
        (nodeId, node) -> {
          HintBounds left = node.hints().bounds();
          if (left.count() != 0 || left.bytes() != 0 || left.dirtyArcs() != 0) {
            found.add(
                "%s still has %d hints of %d bytes, and %d dirty arcs"
                    .formatted(nodeId, left.count(), left.bytes(), left.dirtyArcs()));
          }
        });
    return found;
  }

  private static boolean isDamaged(Node node) {
    return node.storageStats().value(StorageMetric.MISSING_RANGES) > 0;
  }
}
