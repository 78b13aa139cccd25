package io.atoll.repair;

import io.atoll.causal.VersionVector;

/**
 * Which way the state of a key has to go so that two replicas hold the same of it. Values travel
 * only where they are needed, as far as that can be told without them.
 *
 * <p>Whoever has seen all that the other has, and more, need not be sent anything: merging what the
 * other has would change nothing, as a rule. There are exceptions. Where the last writer wins, a
 * state that has seen less may still hold the version of the highest time, if something has broken
 * that times rise along causality; and a version that the other has seen superseded may still be
 * here. But then both have seen the same once the one state has gone over, and go both ways when
 * they are compared the next time. Replicas also forget actors that never were where there are very
 * many: merging then does not lead to the larger vector, so those go both ways at once.
 */
public enum KeyRule {
  /** Both hold the same. */
  SAME,

  /** One of the two leaves the key alone for now. */
  UNSETTLED,

  /** Mine has to go to the other. */
  SEND,

  /** The other's has to come here. */
  FETCH,

  /** Each has something that the other lacks, or it cannot be told. */
  BOTH;

  /**
   * Tells.
   *
   * @param mine null where there is no state here
   * @param theirs null where there is none there; not both are null
   * @param manyActors with more, merging may forget some
   */
  public static KeyRule of(KeySummary mine, KeySummary theirs, int manyActors) {
    if ((mine != null && mine.isUnsettled()) || (theirs != null && theirs.isUnsettled())) {
      return UNSETTLED;
    }
    if (theirs == null) {
      return SEND;
    }
    if (mine == null) {
      return FETCH;
    }
    if (mine.weight() == theirs.weight()) {
      return SAME;
    }
    return bySeen(mine.seen(), theirs.seen(), manyActors);
  }

  private static KeyRule bySeen(VersionVector mine, VersionVector theirs, int manyActors) {
    if (Math.max(mine.size(), theirs.size()) > manyActors) {
      return BOTH;
    }
    boolean mineIsMore = mine.descends(theirs);
    boolean theirsIsMore = theirs.descends(mine);
    if (mineIsMore == theirsIsMore) {
      return BOTH;
    }
    return mineIsMore ? SEND : FETCH;
  }

  /** Whether the state here has to go to the other. */
  public boolean sends() {
    return this == SEND || this == BOTH;
  }

  /** Whether that of the other has to come here. */
  public boolean fetches() {
    return this == FETCH || this == BOTH;
  }

  /** Whether the two hold different states. */
  public boolean differs() {
    return sends() || fetches();
  }
}
