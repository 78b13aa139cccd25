package io.atoll.ring;

/**
 * The flow of {@link ArcFlow} as it stands: who holds what, what is fair, and the one step there
 * is, {@link #replace}. Mutable, of one owner.
 */
final class FlowState {
  final DcNodes nodes;
  final ArcLists lists;
  final int width;
  final int fixed;

  /** The index that stands for no node. */
  final int hole;

  /** Whether one node may replace another, by racks. */
  final ArcView view;

  private final ArcLists old;
  private final int oldWidth;
  private final ArcFlow.Reach reach;
  private final double[] shares;
  private final int[] load;
  private final int[] least;
  private final int[] most;
  private SlotLoads slots;
  private CellIndex cells;

  FlowState(
      DcNodes nodes, ArcLists lists, ArcLists old, int width, int fixed, ArcFlow.Reach reach) {
    this.nodes = nodes;
    this.lists = lists;
    this.old = old;
    this.oldWidth = reach == ArcFlow.Reach.NEXT_SLOT ? Math.min(width, old.depth()) : old.depth();
    this.width = width;
    this.fixed = fixed;
    this.reach = reach;
    this.hole = nodes.count();
    this.view = new ArcView(nodes, lists, width);
    this.load = lists.loads(width, hole);
    this.least = new int[hole + 1];
    this.most = new int[hole + 1];
    this.shares = FairShares.of(nodes, lists.partitions(), width);
    for (int n = 0; n < hole; n++) {
      least[n] = FairShares.floor(shares[n]);
      most[n] = FairShares.ceiling(shares[n]);
    }
  }

  /** Prepares {@link #cells} and {@link #slots}, which a flow that is settled does not need. */
  void index() {
    slots = new SlotLoads(nodes, lists, width);
    cells = new CellIndex(lists, width, fixed, hole + 1);
  }

  CellIndex cells() {
    return cells;
  }

  SlotLoads slots() {
    return slots;
  }

  /**
   * Whether every node has its share, cut or filled up to a whole number, and there are no holes.
   */
  boolean settled() {
    for (int n = 0; n <= hole; n++) {
      if (load[n] < least[n] || load[n] > most[n]) {
        return false;
      }
    }
    return true;
  }

  /** Whether every node has its share within a hundredth, or within one arc where that is more. */
  boolean fair() {
    for (int n = 0; n < hole; n++) {
      double slack = shares[n] < 100 ? 1 : 0;
      if (load[n] > Math.max(most[n] + slack, 1.01 * shares[n])
          || load[n] < Math.min(least[n] - slack, 0.99 * shares[n])) {
        return false;
      }
    }
    return true;
  }

  /** How far the loads are from the shares, in arcs. */
  long excess() {
    long sum = 0;
    for (int n = 0; n <= hole; n++) {
      sum += Math.max(0, load[n] - least[n]) + Math.max(0, most[n] - load[n]);
    }
    return sum;
  }

  /** How many arcs a node may still take. */
  int room(int node) {
    return most[node] - load[node];
  }

  /** Copies that are streamed more, or less, when {@code taker} replaces {@code giver}. */
  int cost(int arc, int giver, int taker) {
    return (wasIn(arc, taker) ? 0 : 1) - (giver == hole || wasIn(arc, giver) ? 0 : 1);
  }

  /** Lets {@code taker} stand where another stood; who stood later in the arc changes places. */
  void replace(int arc, int slot, int taker) {
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

  /** The first of the nodes that may come into an arc. */
  int firstCandidate(int arc) {
    return reach == ArcFlow.Reach.NEXT_SLOT ? lists.get(arc, width) : 0;
  }

  /** One after the last of the nodes that may come into an arc. */
  int endCandidate(int arc) {
    return reach == ArcFlow.Reach.NEXT_SLOT ? lists.get(arc, width) + 1 : hole;
  }

  /** Whether an arc held a node before. */
  boolean wasIn(int arc, int node) {
    return old.contains(arc, oldWidth, node);
  }

  boolean anyTakes(ArcFlow.Stage stage) {
    for (int n = 0; n < hole; n++) {
      if (takes(stage, n)) {
        return true;
      }
    }
    return false;
  }

  boolean anyGives(ArcFlow.Stage stage) {
    for (int n = 0; n <= hole; n++) {
      if (gives(stage, n)) {
        return true;
      }
    }
    return false;
  }

  boolean gives(ArcFlow.Stage stage, int node) {
    return switch (stage) {
      case STRICT, ROOM -> load[node] > most[node];
      case SPARE -> load[node] > least[node];
      case HOLES -> node == hole && load[node] > 0;
    };
  }

  boolean takes(ArcFlow.Stage stage, int node) {
    return switch (stage) {
      case STRICT, SPARE -> load[node] < least[node];
      case ROOM -> load[node] < most[node];
      case HOLES -> true;
    };
  }
}
