package io.atoll.client.engine;

import java.util.List;

/**
 * Chooses the node that a request is sent to: a replica of its key in the local DC, for reads are
 * answered and writes are made there without a hop; else another local node; else the other DCs in
 * their order, replicas first. Between two that would do, drawn by chance, the one with less to do
 * (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001): the best of all
 * would be the best for every client at once.
 *
 * <p>Avoided, in this order: nodes that the request was sent to already, nodes that owe answers and
 * say nothing. Where only such are left, they are taken all the same.
 *
 * <p>A request of a level that speaks of the local DC leaves it only when none of its nodes can be
 * reached: none has a connection, and none is being connected to with hope. Elsewhere the level
 * would speak of another DC, and the promise would be another. Other requests leave it as soon as
 * every local node is avoided.
 */
final class Router {
  /** What may be chosen. */
  private enum Strictness {
    UNTRIED_AND_TRUSTED,
    UNTRIED,
    ANY
  }

  private static final Strictness[] STRICTNESSES = Strictness.values();

  private final NodeLinks links;
  private final Turn turn;
  private boolean full;

  Router(NodeLinks links, Turn turn) {
    this.links = links;
    this.turn = turn;
  }

  /** The node to send a request to, which takes it now; null when none does. */
  NodeLink choose(Call call) {
    for (Strictness strictness : STRICTNESSES) {
      full = false;
      NodeLink found = choose(call, strictness);
      if (found != null || full) {
        return found;
      }
    }
    return null;
  }

  /** A node to ask besides those that are being asked already; null when none is good for it. */
  NodeLink chooseSecond(Call call) {
    full = false;
    return choose(call, Strictness.UNTRIED_AND_TRUSTED);
  }

  /** Whether a request that no node takes now may find one soon. */
  boolean isHopeful() {
    DcLinks local = links.local();
    if (local.isOpen() || local.isHopeful()) {
      return true;
    }
    List<DcLinks> others = links.fallbacks();
    for (int i = 0; i < others.size(); i++) {
      if (others.get(i).isOpen() || others.get(i).isHopeful()) {
        return true;
      }
    }
    return false;
  }

  private NodeLink choose(Call call, Strictness strictness) {
    int partition = links.view().partitionOf(call.token);
    DcLinks local = links.local();
    NodeLink found = in(local, call, partition, strictness);
    if (found != null || full || call.isLocal() && (local.isOpen() || local.isHopeful())) {
      return found;
    }
    List<DcLinks> others = links.fallbacks();
    for (int i = 0; i < others.size(); i++) {
      found = in(others.get(i), call, partition, strictness);
      if (found != null) {
        found.want();
        return found;
      }
    }
    return null;
  }

  private NodeLink in(DcLinks dc, Call call, int partition, Strictness strictness) {
    int replicas = dc.factor(call.keyspaceView);
    NodeLink first = null;
    // A draw of the starting place and the first two from there is a draw of two.
    int start = replicas < 2 ? 0 : draw(replicas);
    for (int i = 0; i < replicas; i++) {
      NodeLink link = links.member(dc.replica(partition, (start + i) % replicas));
      if (isGood(link, call, partition, strictness)) {
        if (first != null) {
          return cheaper(first, link);
        }
        first = link;
      }
    }
    return first != null ? first : anyIn(dc, call, partition, strictness);
  }

  private NodeLink anyIn(DcLinks dc, Call call, int partition, Strictness strictness) {
    List<NodeLink> nodes = dc.nodes();
    int start = nodes.size() < 2 ? 0 : draw(nodes.size());
    NodeLink first = null;
    for (int i = 0; i < nodes.size(); i++) {
      NodeLink link = nodes.get((start + i) % nodes.size());
      if (isGood(link, call, partition, strictness)) {
        if (first != null) {
          return cheaper(first, link);
        }
        first = link;
      }
    }
    return first;
  }

  private boolean isGood(NodeLink link, Call call, int partition, Strictness strictness) {
    if (!link.isOpen()) {
      return false;
    }
    boolean good =
        switch (strictness) {
          case UNTRIED_AND_TRUSTED -> !call.wasSentTo(link) && !link.isSuspected(turn.nowNanos());
          case UNTRIED -> !call.wasSentTo(link);
          case ANY -> !call.isUnderWayAt(link);
        };
    if (good && link.channelFor(partition) == null) {
      full = true;
      return false;
    }
    return good;
  }

  private NodeLink cheaper(NodeLink one, NodeLink other) {
    return one.cost(turn.nowNanos()) <= other.cost(turn.nowNanos()) ? one : other;
  }

  private int draw(int bound) {
    return (int) Long.remainderUnsigned(turn.loop().random(), bound);
  }
}
