package io.atoll.ring;

import java.util.Arrays;

/**
 * The steps of {@link ArcFlow} along cheapest paths of the residual network, found by label
 * correction (Bellman, Ford, with a queue), because costs may be negative.
 */
final class CheapestPath {
  private static final int UNREACHED = Integer.MAX_VALUE / 2;

  private final FlowState state;
  private final int[] distance;
  private final int[] via;
  private final boolean[] queued;
  private final int[] queue;
  private int head;
  private int tail;

  /** What the last step cost: no later one of the same stage costs less. */
  private int cheapest;

  CheapestPath(FlowState state) {
    this.state = state;
    this.distance = new int[state.hole + 1];
    this.via = new int[state.hole + 1];
    this.queued = new boolean[state.hole + 1];
    this.queue = new int[state.hole + 2];
  }

  /** Steps along paths while there are any that cost no more than {@code limit}. */
  void takeAll(ArcFlow.Stage stage, int limit) {
    cheapest = 0;
    // Each step that reaches its goal lowers the excess by one; the factor leaves room for steps
    // whose path was cut short.
    for (long steps = 4 * state.excess() + 16; steps > 0; steps--) {
      int target = search(stage);
      if (target < 0 || distance[target] > limit) {
        break;
      }
      shift(target);
    }
  }

  /** The cheapest path from a giver to a taker, as {@link #via}; its end, or −1 for none. */
  private int search(ArcFlow.Stage stage) {
    if (!state.anyGives(stage) || !state.anyTakes(stage)) {
      return -1;
    }
    begin(stage);
    // Without cycles of negative cost each node settles after few visits; the budget is for
    // defects.
    long budget = 16L * (state.hole + 1) + 64;
    while (head != tail && budget-- > 0) {
      int giver = queue[head];
      head = (head + 1) % queue.length;
      queued[giver] = false;
      int taker = spread(stage, giver);
      if (taker >= 0) {
        return taker;
      }
    }
    return nearestTaker(stage);
  }

  private void begin(ArcFlow.Stage stage) {
    Arrays.fill(distance, UNREACHED);
    Arrays.fill(queued, false);
    head = 0;
    tail = 0;
    for (int n = 0; n <= state.hole; n++) {
      if (state.gives(stage, n)) {
        distance[n] = 0;
        via[n] = -1;
        enqueue(n);
      }
    }
  }

  private void enqueue(int node) {
    if (!queued[node]) {
      queued[node] = true;
      queue[tail] = node;
      tail = (tail + 1) % queue.length;
    }
  }

  /** Follows all edges out of a node; a taker that is as near as any can be ends the search. */
  private int spread(ArcFlow.Stage stage, int giver) {
    for (int cell = state.cells().first(giver); cell >= 0; cell = state.cells().next(cell)) {
      int arc = cell / state.lists.depth();
      state.view.enter(arc);
      int base = distance[giver] - (giver == state.hole || state.wasIn(arc, giver) ? 0 : 1);
      for (int c = state.firstCandidate(arc); c < state.endCandidate(arc); c++) {
        if (base >= distance[c] || !state.view.allows(giver, c)) {
          continue;
        }
        int cost = base + (state.wasIn(arc, c) ? 0 : 1);
        if (cost < distance[c]) {
          distance[c] = cost;
          via[c] = cell;
          if (cost <= cheapest && state.takes(stage, c)) {
            return c;
          }
          enqueue(c);
        }
      }
    }
    return -1;
  }

  private int nearestTaker(ArcFlow.Stage stage) {
    int best = -1;
    for (int n = 0; n < state.hole; n++) {
      if (state.takes(stage, n)
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
    for (int length = 0; length <= state.hole && via[taker] >= 0; length++) {
      int cell = via[taker];
      int giver = state.lists.cells()[cell];
      int arc = cell / state.lists.depth();
      state.view.enter(arc);
      // Two steps of one path may meet in one arc, and the second then be forbidden.
      if (taker < state.firstCandidate(arc)
          || taker >= state.endCandidate(arc)
          || !state.view.allows(giver, taker)) {
        return;
      }
      state.replace(arc, cell % state.lists.depth(), taker);
      taker = giver;
    }
  }
}
