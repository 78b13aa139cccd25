package io.atoll.chaos.checker;

import io.atoll.chaos.watch.Gauge;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;

/** When nothing is asked any more, no memory is reserved for it, and nothing waits. */
public final class NothingStaysReserved implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Member member : evidence.cluster().members()) {
      Node node = evidence.cluster().node(member.nodeId());
      if (node == null) {
        continue;
      }
      for (Gauge gauge : Gauge.EMPTY_AT_REST) {
        long value = gauge.of(node);
        if (value != 0) {
          found.add("%s still has %d %s".formatted(member.nodeId(), value, gauge.name()));
        }
      }
    }
    return found;
  }
}
