package io.atoll.chaos.checker;

import io.atoll.node.Node;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;

/** When nothing is asked any more, nothing is under way any more. */
public final class NothingLeaks implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Member member : evidence.cluster().members()) {
      Node node = evidence.cluster().node(member.nodeId());
      if (node != null && (node.pendingPeerCalls() > 0 || node.requestsUnderWay() > 0)) {
        found.add(
            "%s still has %d calls and %d requests under way"
                .formatted(member.nodeId(), node.pendingPeerCalls(), node.requestsUnderWay()));
      }
    }
    return found;
  }
}
