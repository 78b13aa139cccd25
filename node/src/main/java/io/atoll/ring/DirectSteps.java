package io.atoll.ring;

/** The steps of {@link ArcFlow} that need no search: from one node straight to another. */
final class DirectSteps {
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

  private final FlowState state;
  private final RackRounds rounds;

  DirectSteps(FlowState state) {
    this.state = state;
    this.rounds = new RackRounds(state.nodes, state.width);
  }

  /**
   * Takes every step of a stage from a giver straight to the neediest taker.
   *
   * @param limit what a step may cost
   */
  void take(ArcFlow.Stage stage, int limit) {
    for (Aim aim : Aim.values()) {
      if (state.anyGives(stage) && state.anyTakes(stage)) {
        take(stage, limit, aim);
      }
    }
  }

  private void take(ArcFlow.Stage stage, int limit, Aim aim) {
    for (int i = 0; i < state.lists.partitions(); i++) {
      int arc = state.lists.scattered(i);
      for (int slot = state.width - 1; slot >= state.fixed; slot--) {
        int giver = state.lists.get(arc, slot);
        if (!state.gives(stage, giver) || !mayGive(aim, slot, giver)) {
          continue;
        }
        state.view.enter(arc);
        int taker = neediest(stage, arc, slot, limit, aim);
        if (taker >= 0) {
          state.replace(arc, slot, taker);
        }
      }
    }
  }

  private int neediest(ArcFlow.Stage stage, int arc, int slot, int limit, Aim aim) {
    int giver = state.lists.get(arc, slot);
    int best = -1;
    long bestNeed = 0;
    for (int c = state.firstCandidate(arc); c < state.endCandidate(arc); c++) {
      if (!state.takes(stage, c)
          || !mayTake(aim, slot, c)
          || !state.view.allows(giver, c)
          || state.cost(arc, giver, c) > limit
          || (aim != Aim.NONE && !staysInRounds(arc, slot, c))) {
        continue;
      }
      long need = ((long) state.room(c) << 16) + (Mix.of(arc, state.nodes.numbers()[c]) >>> 48);
      if (best < 0 || need > bestNeed) {
        best = c;
        bestNeed = need;
      }
    }
    return best;
  }

  /** Whether shorter prefixes still obey their rack rules when {@code taker} comes into a slot. */
  private boolean staysInRounds(int arc, int slot, int taker) {
    if (state.nodes.racks() >= state.width) {
      return true;
    }
    int giver = state.lists.get(arc, slot);
    state.lists.set(arc, slot, taker);
    boolean inRounds = rounds.dealt(state.lists, arc, state.width);
    state.lists.set(arc, slot, giver);
    return inRounds;
  }

  private boolean mayGive(Aim aim, int slot, int node) {
    return switch (aim) {
      case BOTH, GIVER -> state.slots().above(slot, node);
      case BOTH_ROUNDED -> state.slots().spare(slot, node);
      case NONE -> true;
    };
  }

  private boolean mayTake(Aim aim, int slot, int node) {
    return switch (aim) {
      case BOTH -> state.slots().below(slot, node);
      case BOTH_ROUNDED -> state.slots().room(slot, node);
      case GIVER, NONE -> true;
    };
  }
}
