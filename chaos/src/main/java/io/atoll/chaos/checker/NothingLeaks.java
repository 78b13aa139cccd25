package io.atoll.chaos.checker;

import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.sim.SimCluster;
import java.util.ArrayList;
import java.util.List;

/**
 * When nothing is asked any more, nothing is under way any more, except that nodes ask each other
 * now and then whether they answer, and which run of theirs they know. So each node is looked at
 * for a while, until it has nothing under way at some moment; what has leaked never ends.
 */
public final class NothingLeaks implements Checker {
  private static final int MOST_QUESTIONS_TO_A_PEER = 2;

  /**
   * Longer than the slowest of what nodes ask of their own accord takes: a replica that is
   * compared, and gone, is waited for 10 s.
   */
  private static final long PATIENCE_MS = 12_000;

  @Override
  public List<String> check(Evidence evidence) {
    SimCluster cluster = evidence.cluster();
    List<Member> busy = new ArrayList<>(cluster.members());
    cluster.runUntil(
        () -> {
          busy.removeIf(member -> isIdle(cluster.node(member.nodeId())));
          return busy.isEmpty();
        },
        PATIENCE_MS);
    List<String> found = new ArrayList<>();
    for (Member member : busy) {
      Node node = cluster.node(member.nodeId());
      found.add(
          "%s still has %d calls and %d requests under way"
              .formatted(member.nodeId(), calls(node), node.requestsUnderWay()));
    }
    int most = MOST_QUESTIONS_TO_A_PEER * cluster.members().size();
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node != null && node.questionsToPeers() > most) {
        found.add("%s has asked %d times".formatted(member.nodeId(), node.questionsToPeers()));
      }
    }
    return found;
  }

  /** A node that is down has nothing; that it is down is for another checker. */
  private static boolean isIdle(Node node) {
    return node == null || calls(node) == 0 && node.requestsUnderWay() == 0;
  }

  private static int calls(Node node) {
    return node.pendingPeerCalls() - node.questionsToPeers();
  }
}
