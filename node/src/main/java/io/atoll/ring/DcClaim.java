package io.atoll.ring;

/**
 * The claim of one DC, as a pure function of the claim before and of the DC's present nodes.
 *
 * <p>It is made in two steps. First the <i>sets</i>: {@link ArcFlow} finds for every arc who holds
 * it at the full depth, with the fewest copies. Then their <i>order</i>: prefix by prefix from the
 * longest down, it chooses who stands last, so that the prefix too has its fair shares. That the
 * second step is always possible (up to rounding) is seen fractionally: if every set of {@code k +
 * 1} puts each of its nodes into the prefix of {@code k} with probability share(k) / share(k + 1),
 * the prefix has size k and each node its share.
 *
 * <p>A claim that only gets deeper keeps its lists as prefixes: the same two steps, for the new
 * slots alone.
 */
final class DcClaim {
  /** How far, in arcs, chance may bend the order of need; it keeps node pairs from repeating. */
  private static final double SCATTER_ARCS = 2;

  /**
   * New slots are planned so many more than are asked for, so that the claim can become deeper
   * later and stay fair: where racks differ much, not every fair list is the beginning of one.
   */
  private static final int SPARE_SLOTS = 2;

  private static final ArcLists NOTHING = new ArcLists(0, 0, new int[0]);

  private final DcNodes nodes;
  private final int partitions;

  DcClaim(DcNodes nodes, int partitions) {
    this.nodes = nodes;
    this.partitions = partitions;
  }

  /** Lists of {@code depth} slots where there were none. */
  ArcLists first(int depth) {
    return cut(settled(draft(planned(depth)), NOTHING, 0), depth, 0);
  }

  /**
   * Lists of the same depth after members changed.
   *
   * @param old holds the hole, {@code nodes.count()}, for members that are gone
   */
  ArcLists next(ArcLists old) {
    ArcLists lists = old.withDepth(old.depth());
    vacate(lists, 0);
    return settled(lists, old, 0);
  }

  /** Lists of a greater depth that begin with {@code lists}, or of a smaller that are prefixes. */
  ArcLists withDepth(ArcLists lists, int depth) {
    if (depth <= lists.depth()) {
      return lists.withDepth(depth);
    }
    if (lists.depth() == 0) {
      return first(depth);
    }
    ArcLists deeper = lists.withDepth(planned(depth));
    for (int arc = 0; arc < partitions; arc++) {
      for (int slot = lists.depth(); slot < deeper.depth(); slot++) {
        deeper.set(arc, slot, nodes.count());
      }
    }
    return cut(settled(deeper, NOTHING, lists.depth()), depth, lists.depth());
  }

  /** The lists without the slots that were planned ahead, and what those kept from being fair. */
  private ArcLists cut(ArcLists lists, int depth, int fixed) {
    return lists.depth() == depth ? lists : settled(lists.withDepth(depth), NOTHING, fixed);
  }

  private int planned(int depth) {
    return Math.min(depth + SPARE_SLOTS, nodes.count());
  }

  /** First the sets, then their order; the first {@code fixed} slots stay as they are. */
  private ArcLists settled(ArcLists lists, ArcLists old, int fixed) {
    new ArcFlow(nodes, lists, old, lists.depth(), fixed, ArcFlow.Reach.EVERY_NODE).run();
    RackRounds rounds = new RackRounds(nodes, lists.depth());
    for (int width = lists.depth() - 1; width > fixed; width--) {
      for (int arc = 0; arc < partitions; arc++) {
        rounds.deal(lists, old, arc, width + 1);
      }
      if (!new ArcFlow(nodes, lists, old, width, fixed, ArcFlow.Reach.NEXT_SLOT).run()) {
        resettle(lists, old, width, fixed);
      }
    }
    return lists;
  }

  /**
   * Balances a prefix that the sets it is to be chosen from do not let be fair: others come in, and
   * what follows the prefix is made anew. Rare, and worth its few copies: it takes racks that are
   * very uneven and sets that grew by many changes.
   */
  private void resettle(ArcLists lists, ArcLists old, int width, int fixed) {
    ArcLists before = lists.withDepth(lists.depth());
    new ArcFlow(nodes, lists, before, width, fixed, ArcFlow.Reach.EVERY_NODE).run();
    vacate(lists, width);
    settled(lists, old, width);
  }

  /**
   * Every arc takes the nodes that are furthest behind their shares so far, chance deciding ties.
   */
  private ArcLists draft(int depth) {
    ArcLists lists = ArcLists.empty(partitions, depth);
    double[][] shares = new double[depth + 1][];
    int[][] loads = new int[depth + 1][nodes.count()];
    for (int width = 1; width <= depth; width++) {
      shares[width] = FairShares.of(nodes, partitions, width);
    }
    RackRounds rounds = new RackRounds(nodes, depth);
    double[] need = new double[nodes.count()];
    for (int i = 0; i < partitions; i++) {
      int arc = lists.scattered(i);
      double done = (i + 1.0) / partitions;
      for (int n = 0; n < need.length; n++) {
        need[n] =
            shares[depth][n] * done
                - loads[depth][n]
                + SCATTER_ARCS * Mix.fraction(arc, nodes.numbers()[n]);
      }
      rounds.begin();
      for (int slot = 0; slot < depth; slot++) {
        int node = rounds.takeNeediest(need);
        lists.set(arc, slot, node);
        loads[depth][node]++;
      }
      orderByNeed(lists, arc, shares, loads, done);
    }
    return lists;
  }

  /** Orders one arc of the draft, so that little is left to do for the flow. */
  private void orderByNeed(ArcLists lists, int arc, double[][] shares, int[][] loads, double done) {
    for (int width = lists.depth() - 1; width >= 1; width--) {
      int last = 0;
      double leastNeed = Double.POSITIVE_INFINITY;
      for (int slot = 0; slot <= width; slot++) {
        int node = lists.get(arc, slot);
        double need = shares[width][node] * done - loads[width][node];
        if (need < leastNeed) {
          last = slot;
          leastNeed = need;
        }
      }
      lists.swap(arc, last, width);
      for (int slot = 0; slot < width; slot++) {
        loads[width][lists.get(arc, slot)]++;
      }
    }
  }

  /** Makes holes of replicas that the racks, as they are now, do not allow. */
  private void vacate(ArcLists lists, int fixed) {
    ArcView view = new ArcView(nodes, lists, lists.depth());
    for (int arc = 0; arc < partitions; arc++) {
      for (int slot = lists.depth() - 1; slot >= fixed; slot--) {
        view.enter(arc);
        int node = lists.get(arc, slot);
        if (node != nodes.count() && view.surplus(node)) {
          lists.set(arc, slot, nodes.count());
          view.forget();
        }
      }
    }
  }
}
