package io.atoll.repair;

import java.util.List;

/** How the search for what differs begins, by about how many tokens differ. */
public final class Grouping {
  /** From so many on it may pay to ask for the arcs first: a few may have all of them. */
  static final int MANY = 64;

  /** So many tokens are to differ in a group. */
  static final int GROUP_DIFFERENCES = 9;

  /** So many can, so that it is told which. */
  static final int GROUP_CAPACITY = 12;

  /** So many arcs are told apart. */
  static final int ARC_CAPACITY = 8;

  private Grouping() {}

  /** Whether it begins with which arcs differ. */
  static boolean beginsWithArcs(long estimate) {
    return estimate >= MANY;
  }

  /** Groups of arcs with some differences each. */
  static List<ArcSpan> of(long estimate, int arcs) {
    long groups = Math.max(1, Math.ceilDiv(estimate, GROUP_DIFFERENCES));
    return new ArcSpan(0, arcs).split((int) Math.min(arcs, groups));
  }
}
