package io.atoll.node;

import io.atoll.membership.Liveness;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.NodeStatus;
import java.util.ArrayList;
import java.util.List;

/** Where loop 0 shows all loops who is believed to live. */
final class LivenessView implements io.atoll.replication.Liveness {
  private volatile boolean[] down = new boolean[0];
  private volatile List<NodeStatus> nodes = List.of();

  @Override
  public boolean alive(int member) {
    boolean[] now = down;
    return member >= now.length || !now[member];
  }

  /** Every member, in the order of the member numbers. */
  List<NodeStatus> nodes() {
    return nodes;
  }

  /** Shows what is believed now. */
  void post(Topology topology, java.util.function.Function<Member, NodeStatus> status) {
    boolean[] nextDown = new boolean[topology.nextMember()];
    List<NodeStatus> next = new ArrayList<>();
    for (Member member : topology.members().values()) {
      NodeStatus each = status.apply(member);
      next.add(each);
      nextDown[member.number()] = each.state() == NodeStatus.State.DOWN;
    }
    down = nextDown;
    nodes = List.copyOf(next);
  }

  static NodeStatus.State state(Liveness liveness) {
    return switch (liveness) {
      case ALIVE -> NodeStatus.State.ALIVE;
      case SUSPECT -> NodeStatus.State.SUSPECT;
      case DOWN -> NodeStatus.State.DOWN;
    };
  }
}
