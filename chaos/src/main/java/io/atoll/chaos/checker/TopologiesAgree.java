package io.atoll.chaos.checker;

import io.atoll.node.Node;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;

/** After everything settled, all nodes have the same topology. */
public final class TopologiesAgree implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Member member : evidence.cluster().members()) {
      Node node = evidence.cluster().node(member.nodeId());
      if (node != null && !node.topology().equals(evidence.topology())) {
        found.add(
            "%s has epoch %d and %s, others have epoch %d and %s"
                .formatted(
                    member.nodeId(),
                    node.topology().epoch(),
                    node.topology().keyspaces().keySet(),
                    evidence.topology().epoch(),
                    evidence.topology().keyspaces().keySet()));
      }
    }
    return found;
  }
}
