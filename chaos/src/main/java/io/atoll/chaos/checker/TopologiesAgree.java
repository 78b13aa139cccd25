package io.atoll.chaos.checker;

import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;

/** When all is done, all nodes have the same topology. */
public final class TopologiesAgree implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    Topology newest = evidence.lastTopology();
    List<String> found = new ArrayList<>();
    for (Member member : evidence.cluster().members()) {
      Node node = evidence.cluster().node(member.nodeId());
      if (node != null && !node.topology().equals(newest)) {
        found.add(
            "%s has epoch %d and %s, others have epoch %d and %s"
                .formatted(
                    member.nodeId(),
                    node.topology().epoch(),
                    node.topology().keyspaces().keySet(),
                    newest.epoch(),
                    newest.keyspaces().keySet()));
      }
    }
    return found;
  }
}
