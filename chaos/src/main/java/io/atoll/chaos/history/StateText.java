package io.atoll.chaos.history;

import io.atoll.causal.Siblings;

/**
 * How states are shown in words: as they are, or shortened where they have grown beyond reading.
 */
public final class StateText {
  private static final int MOST_VERSIONS = 20;

  private StateText() {}

  /** A state in words. */
  public static String of(Siblings state) {
    int versions = state.versions().size();
    return versions <= MOST_VERSIONS
        ? state.toString()
        : "Siblings[seen %s, %d versions, the first of them %s]"
            .formatted(state.context(), versions, state.versions().subList(0, MOST_VERSIONS));
  }
}
