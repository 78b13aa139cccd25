package io.atoll.ring;

import java.util.Arrays;

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
 * exist. Deterministic: arrays only, in a fixed order. Single-threaded, for one run.
 */
final class ArcFlow {
  /** Who may replace a node of an arc. */
  enum Reach {
    EVERY_NODE,
    NEXT_SLOT
  }

  /** Which nodes give and which take. */
  private enum Stage {
    /** From nodes above their share to nodes below theirs. */
    STRICT,
    /** From nodes above their share to nodes that have room left by rounding. */
    ROOM,
    /** From nodes that can give by rounding to nodes below their share. */
    SPARE,
    /** Whatever is still a hole to any node: availability comes before balance. */
    HOLES
  }

  /**
   * Which direct steps are taken first: those that bring nodes nearer to their shares of the very
   * slot, so that little is left to do for the prefixes.
   */
  private enum Aim {
    /** The giver has more of the slot than its share, the taker less. */
    BOTH,
    /** The giver can spare one of the slot, the taker has room there, by rounding. */
    BOTH_ROUNDED,
    /** The giver has more of the slot than its share. */
    GIVER,
    /** Any. */
    NONE
  }

  private static final int UNREACHED = Integer.MAX_VALUE / 2;

  private final DcNodes nodes;
  private final ArcLists lists;
  private final ArcLists old;
  private final int oldWidth;
  private final int width;
  private final int fixed;
  private final Reach reach;
  private final int hole;

  private final double[] shares;
  private final int[] load;
  private final int[] least;
  private final int[] most;
  private SlotLoads slots;
  private CellIndex cells;
  private final ArcView view;
  private final RackRounds rounds;

  private final int[] distance;
  private final int[] via;
  private final boolean[] queued;
  private final int[] queue;
  private int cheapest;

  /**
   * Prepares a run over the first {@code width} slots.
   *
   * @param old what the arcs held before, with holes for members that are gone; depth 0 for nothing
   * @param fixed so many first slots are not touched
   */
  ArcFlow(DcNodes nodes, ArcLists lists, ArcLists old, int width, int fixed, Reach reach) {
    this.nodes = nodes;
    this.lists = lists;
    this.old = old;
    this.oldWidth = reach == Reach.NEXT_SLOT ? Math.min(width, old.depth()) : old.depth();
    this.width = width;
    this.fixed = fixed;
    this.reach = reach;
    this.hole = nodes.count();
    this.load = lists.loads(width, hole);
    this.least = new int[hole + 1];
    this.most = new int[hole + 1];
    this.shares = FairShares.of(nodes, lists.partitions(), width);
    for (int n = 0; n < hole; n++) {
      least[n] = FairShares.floor(shares[n]);
      most[n] = FairShares.ceiling(shares[n]);
    }
    this.rounds = new RackRounds(nodes, width);
    this.view = new ArcView(nodes, lists, width);
    this.distance = new int[hole + 1];
    this.via = new int[hole + 1];
    this.queued = new boolean[hole + 1];
    this.queue = new int[hole + 2];
  }

  /**
   * Runs to the end.
   *
   * @return whether every node now has its share, within a hundredth or one arc
   */
  boolean run() {
    if (settled()) {
      return true;
    }
    slots = new SlotLoads(nodes, lists, width);
    cells = new CellIndex(lists, width, fixed, hole + 1);
    for (Stage stage : Stage.values()) {
      for (int cost = 0; cost <= 1; cost++) {
        for (Aim aim : Aim.values()) {
          moveDirectly(stage, cost, aim);
        }
        shiftAll(stage, cost);
      }
      shiftAll(stage, Integer.MAX_VALUE);
    }
    return fair();
  }

  private boolean fair() {
    for (int n = 0; n < hole; n++) {
      double slack = shares[n] < 100 ? 1 : 0;
      if (load[n] > Math.max(most[n] + slack, 1.01 * shares[n])
          || load[n] < Math.min(least[n] - slack, 0.99 * shares[n])) {
        return false;
      }
    }
    return true;
  }

  private boolean settled() {
    for (int n = 0; n <= hole; n++) {
      if (load[n] < least[n] || load[n] > most[n]) {
        return false;
      }
    }
    return true;
  }

  /** Steps along paths while there are any that cost no more than {@code limit}. */
  private void shiftAll(Stage stage, int limit) {
    cheapest = 0;
    // Each step that reaches its goal lowers the excess by one; the factor leaves room for steps
    // whose path was cut short.
    for (long steps = 4 * excess() + 16; steps > 0; steps--) {
      int target = search(stage);
      if (target < 0 || distance[target] > limit) {
        break;
      }
      shift(target);
    }
  }

  private long excess() {
    long sum = 0;
    for (int n = 0; n <= hole; n++) {
      sum += Math.max(0, load[n] - least[n]) + Math.max(0, most[n] - load[n]);
    }
    return sum;
  }

  /**
   * Every step of a stage from a giver straight to the neediest taker.
   *
   * @param limit what a step may cost
   */
  private void moveDirectly(Stage stage, int limit, Aim aim) {
    if (!anyGives(stage) || !anyTakes(stage)) {
      return;
    }
    for (int i = 0; i < lists.partitions(); i++) {
      int arc = lists.scattered(i);
      for (int slot = width - 1; slot >= fixed; slot--) {
        int giver = lists.get(arc, slot);
        if (!gives(stage, giver) || !mayGive(aim, slot, giver)) {
          continue;
        }
        view.enter(arc);
        int taker = neediest(stage, arc, slot, limit, aim);
        if (taker >= 0) {
          replace(arc, slot, taker);
        }
      }
    }
  }

  private int neediest(Stage stage, int arc, int slot, int limit, Aim aim) {
    int giver = lists.get(arc, slot);
    int best = -1;
    long bestNeed = 0;
    for (int c = firstCandidate(arc); c < endCandidate(arc); c++) {
      if (!takes(stage, c)
          || !mayTake(aim, slot, c)
          || !view.allows(giver, c)
          || cost(arc, giver, c) > limit
          || (aim != Aim.NONE && !staysInRounds(arc, slot, c))) {
        continue;
      }
      long need = ((long) (most[c] - load[c]) << 16) + (Mix.of(arc, nodes.numbers()[c]) >>> 48);
      if (best < 0 || need > bestNeed) {
        best = c;
        bestNeed = need;
      }
    }
    return best;
  }

  /** Whether shorter prefixes still obey their rack rules when {@code taker} comes into a slot. */
  private boolean staysInRounds(int arc, int slot, int taker) {
    if (nodes.racks() >= width) {
      return true;
    }
    int giver = lists.get(arc, slot);
    lists.set(arc, slot, taker);
    boolean inRounds = rounds.dealt(lists, arc, width);
    lists.set(arc, slot, giver);
    return inRounds;
  }

  private boolean mayGive(Aim aim, int slot, int node) {
    return switch (aim) {
      case BOTH, GIVER -> slots.above(slot, node);
      case BOTH_ROUNDED -> slots.spare(slot, node);
      case NONE -> true;
    };
  }

  private boolean mayTake(Aim aim, int slot, int node) {
    return switch (aim) {
      case BOTH -> slots.below(slot, node);
      case BOTH_ROUNDED -> slots.room(slot, node);
      case GIVER, NONE -> true;
    };
  }

  /** Copies that are streamed more, or less, when {@code taker} replaces {@code giver}. */
  private int cost(int arc, int giver, int taker) {
    return (wasIn(arc, taker) ? 0 : 1) - (giver == hole || wasIn(arc, giver) ? 0 : 1);
  }

  /** The cheapest path from a giver to a taker, as {@link #via}; its end, or −1 for none. */
  private int search(Stage stage) {
    if (!anyGives(stage) || !anyTakes(stage)) {
      return -1;
    }
    Arrays.fill(distance, UNREACHED);
    Arrays.fill(queued, false);
    int head = 0;
    int tail = 0;
    for (int n = 0; n <= hole; n++) {
      if (gives(stage, n)) {
        distance[n] = 0;
        via[n] = -1;
        queue[tail++] = n;
        queued[n] = true;
      }
    }
    long budget = 16L * (hole + 1) + 64;
    while (head != tail && budget-- > 0) {
      int giver = queue[head];
      head = (head + 1) % queue.length;
      queued[giver] = false;
      for (int cell = cells.first(giver); cell >= 0; cell = cells.next(cell)) {
        int arc = cell / lists.depth();
        view.enter(arc);
        int base = distance[giver] - (giver == hole || wasIn(arc, giver) ? 0 : 1);
        for (int c = firstCandidate(arc); c < endCandidate(arc); c++) {
          if (base >= distance[c] || !view.allows(giver, c)) {
            continue;
          }
          int cost = base + (wasIn(arc, c) ? 0 : 1);
          if (cost >= distance[c]) {
            continue;
          }
          distance[c] = cost;
          via[c] = cell;
          if (cost <= cheapest && takes(stage, c)) {
            return c;
          }
          if (!queued[c]) {
            queued[c] = true;
            queue[tail] = c;
            tail = (tail + 1) % queue.length;
          }
        }
      }
    }
    int best = -1;
    for (int n = 0; n < hole; n++) {
      if (takes(stage, n)
          && distance[n] < UNREACHED
          && (best < 0 || distance[n] < distance[best])) {
        best = n;
      }
    }
    if (best >= 0) {
      cheapest = distance[best];
    }
    return best;
  }

  /** Carries out the path that ends at {@code target}, from its end, as far as it still holds. */
  private void shift(int target) {
    int taker = target;
    for (int length = 0; length <= hole && via[taker] >= 0; length++) {
      int cell = via[taker];
      int giver = lists.cells()[cell];
      int arc = cell / lists.depth();
      view.enter(arc);
      // Two steps of one path may meet in one arc, and the second then be forbidden.
      if (taker < firstCandidate(arc) || taker >= endCandidate(arc) || !view.allows(giver, taker)) {
        return;
      }
      replace(arc, cell % lists.depth(), taker);
      taker = giver;
    }
  }

  private void replace(int arc, int slot, int taker) {
    int giver = lists.get(arc, slot);
    for (int later = width; later < lists.depth(); later++) {
      if (lists.get(arc, later) == taker) {
        lists.set(arc, later, giver);
      }
    }
    lists.set(arc, slot, taker);
    cells.moved(arc * lists.depth() + slot, giver, taker);
    view.forget();
    load[giver]--;
    load[taker]++;
    slots.moved(slot, giver, taker);
  }

  private int firstCandidate(int arc) {
    return reach == Reach.NEXT_SLOT ? lists.get(arc, width) : 0;
  }

  private int endCandidate(int arc) {
    return reach == Reach.NEXT_SLOT ? lists.get(arc, width) + 1 : hole;
  }

  private boolean wasIn(int arc, int node) {
    return old.contains(arc, oldWidth, node);
  }

  private boolean anyTakes(Stage stage) {
    for (int n = 0; n < hole; n++) {
      if (takes(stage, n)) {
        return true;
      }
    }
    return false;
  }

  private boolean anyGives(Stage stage) {
    for (int n = 0; n <= hole; n++) {
      if (gives(stage, n)) {
        return true;
      }
    }
    return false;
  }

  private boolean gives(Stage stage, int node) {
    return switch (stage) {
      case STRICT, ROOM -> load[node] > most[node];
      case SPARE -> load[node] > least[node];
      case HOLES -> node == hole && load[node] > 0;
    };
  }

  private boolean takes(Stage stage, int node) {
    return switch (stage) {
      case STRICT, SPARE -> load[node] < least[node];
      case ROOM -> load[node] < most[node];
      case HOLES -> true;
    };
  }
}
