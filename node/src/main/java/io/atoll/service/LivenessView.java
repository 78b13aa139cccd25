package io.atoll.service;

import io.atoll.membership.Answering;
import io.atoll.membership.MemberState;
import io.atoll.replication.LiveMembers;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Which members are considered alive: loop 0 publishes it, every loop reads it. It joins what
 * gossip says with whether the member answers requests, by {@link Answering#with}.
 */
public final class LivenessView implements LiveMembers {
  private volatile boolean[] down = new boolean[0];
  private volatile boolean[] refusing = new boolean[0];
  private volatile List<NodeStatus> nodes = List.of();

  @Override
  public boolean alive(int member) {
    boolean[] now = down;
    return member >= now.length || !now[member];
  }

  @Override
  public boolean takesWrites(int member) {
    boolean[] now = refusing;
    return member >= now.length || !now[member];
  }

  /** Every member, in the order of the member numbers. */
  public List<NodeStatus> nodes() {
    return nodes;
  }

  void publish(Topology topology, Function<Member, NodeStatus> status) {
    boolean[] nextDown = new boolean[topology.nextMember()];
    boolean[] nextRefusing = new boolean[topology.nextMember()];
    List<NodeStatus> next = new ArrayList<>();
    for (Member member : topology.members().values()) {
      NodeStatus each = status.apply(member);
      next.add(each);
      nextDown[member.number()] = each.state() == MemberState.DOWN;
      nextRefusing[member.number()] = each.refusesWrites();
    }
    down = nextDown;
    refusing = nextRefusing;
    nodes = List.copyOf(next);
  }
}
