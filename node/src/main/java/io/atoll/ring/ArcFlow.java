package io.atoll.ring;

/**
 * Moves replicas between nodes until every node's load is its fair share, at the least cost.
 *
 * <p><b>The problem.</b> The first {@code width} slots of all arcs form a flow: source → arc →
 * (arc, rack) → node → sink. An arc sends {@code width} units; an (arc, rack) edge carries what
 * {@link RackRule} allows; an (arc, node) edge carries one unit, free if the arc had that node
 * before and at cost one, a copy to be streamed, if not; a node takes its share, cut or filled up
 * to a whole number. A cheapest flow is a claim with the fewest copies.
 *
 * <p><b>The method.</b> Successive shortest paths (Ahuja, Magnanti, Orlin, "Network Flows", ch. 9),
 * from the old lists as they are: they cost nothing, so they are a cheapest flow for the loads they
 * have. Each step moves one unit from a node with too much to one with too little along a cheapest
 * path of the residual network, and so stays a cheapest flow for its new loads. The residual
 * network is searched in contracted form: a path that enters an arc from node a and leaves it to
 * node b replaces a by b in that arc, so the vertices are the nodes alone, and an edge a → b costs
 * what its cheapest arc does: 1 where b is new to the arc, 0 where a was too (a copy that was to be
 * streamed goes elsewhere), −1 where b comes back. Nearly all steps of a join or a leave are direct
 * ones of cost one, which one pass over the arcs finds; the search is for the rest.
 *
 * <p>A <b>hole</b>, the node index after the last, stands for a replica that has no node, because
 * its node left or its rack may not hold it any more. Holes have a share of zero and no rack.
 *
 * <p><b>Two reaches.</b> With {@link Reach#EVERY_NODE} any node may replace any other; one that
 * stands in a later slot of the same arc changes places with it. With {@link Reach#NEXT_SLOT} the
 * only candidate is the node in the slot after the prefix, and they change places: so a prefix is
 * balanced without touching the set it is a prefix of.
 *
 * <p>The rack rule and distinctness hold after every step; the shares are met as far as paths
 * exist. Deterministic: arrays only, in a fixed order. Single-threaded, for one run. {@link
 * FlowState} holds what is known, {@link DirectSteps} and {@link CheapestPath} change it.
 */
final class ArcFlow {
  /** Who may replace a node of an arc. */
  enum Reach {
    EVERY_NODE,
    NEXT_SLOT
  }

  /** Which nodes give and which take. */
  enum Stage {
    /** From nodes above their share to nodes below theirs. */
    STRICT,
    /** From nodes above their share to nodes that have room left by rounding. */
    ROOM,
    /** From nodes that can give by rounding to nodes below their share. */
    SPARE,
    /** Whatever is still a hole to any node: availability comes before balance. */
    HOLES
  }

  private final FlowState state;

  /**
   * Prepares a run over the first {@code width} slots.
   *
   * @param old what the arcs held before, with holes for members that are gone; depth 0 for nothing
   * @param fixed so many first slots are not touched
   */
  ArcFlow(DcNodes nodes, ArcLists lists, ArcLists old, int width, int fixed, Reach reach) {
    state = new FlowState(nodes, lists, old, width, fixed, reach);
  }

  /**
   * Runs to the end.
   *
   * @return whether every node now has its share, within a hundredth or one arc
   */
  boolean run() {
    if (state.settled()) {
      return true;
    }
    state.index();
    DirectSteps direct = new DirectSteps(state);
    CheapestPath path = new CheapestPath(state);
    for (Stage stage : Stage.values()) {
      for (int cost = 0; cost <= 1; cost++) {
        direct.take(stage, cost);
        path.takeAll(stage, cost);
      }
      path.takeAll(stage, Integer.MAX_VALUE);
    }
    return state.fair();
  }
}
