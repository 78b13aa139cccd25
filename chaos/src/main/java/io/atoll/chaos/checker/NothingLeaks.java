package io.atoll.chaos.checker;

import io.atoll.node.Node;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * When nothing is asked any more, nothing is under way any more, except that nodes ask each other
 * now and then whether they answer.
 */
public final class NothingLeaks implements Checker {
  private static final int MOST_QUESTIONS_TO_A_PEER = 2;

  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Member member : evidence.cluster().members()) {
      Node node = evidence.cluster().node(member.nodeId());
      if (node == null) {
        continue;
      }
      int calls = node.pendingPeerCalls() - node.questionsToPeers();
      if (calls != 0 || node.requestsUnderWay() > 0) {
        found.add(
            "%s still has %d calls and %d requests under way"
                .formatted(member.nodeId(), calls, node.requestsUnderWay()));
      }
      int most = MOST_QUESTIONS_TO_A_PEER * evidence.cluster().members().size();
      if (node.questionsToPeers() > most) {
        found.add("%s has asked %d times".formatted(member.nodeId(), node.questionsToPeers()));
      }
    }
    return found;
  }
}
