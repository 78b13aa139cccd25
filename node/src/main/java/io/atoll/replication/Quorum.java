package io.atoll.replication;

import java.util.Arrays;

/**
 * How many of one set of owners must have answered: a total, and a minimum in every DC. A pure
 * value over the indices of a plan.
 */
final class Quorum {
  private final long members;
  private final long[] dcMembers;
  private final int[] dcMinimums;
  private final boolean anyMinimum;
  private final int total;

  /**
   * @param members who is counted
   * @param minimums for each DC of the roles
   */
  Quorum(ReplicaRoles roles, long members, int[] minimums, int total) {
    this.members = members;
    this.dcMembers = new long[roles.dcCount()];
    for (int d = 0; d < dcMembers.length; d++) {
      dcMembers[d] = roles.membersOf(d) & members;
    }
    this.dcMinimums = minimums;
    int inDcs = Arrays.stream(minimums).sum();
    this.anyMinimum = inDcs > 0;
    this.total = Math.max(total, inDcs);
  }

  /**
   * Whether enough places are filled.
   *
   * @param filled by whomever
   * @param filledAtHome by somebody in the same DC
   */
  boolean metBy(long filled, long filledAtHome) {
    return Long.bitCount(filled & members) >= total && (!anyMinimum || minimumsMetBy(filledAtHome));
  }

  private boolean minimumsMetBy(long filledAtHome) {
    for (int d = 0; d < dcMembers.length; d++) {
      if (Long.bitCount(filledAtHome & dcMembers[d]) < dcMinimums[d]) {
        return false;
      }
    }
    return true;
  }

  /** How many more places must be filled, each from its own DC. */
  int missing(long filled, long filledAtHome) {
    int inDcs = 0;
    for (int d = 0; d < dcMembers.length; d++) {
      inDcs += Math.max(0, dcMinimums[d] - Long.bitCount(filledAtHome & dcMembers[d]));
    }
    return Math.max(inDcs, total - Long.bitCount(filled & members));
  }

  long members() {
    return members;
  }

  /** The fewest replicas that are enough. */
  int total() {
    return total;
  }

  /** The fewest replicas that are enough for this and another quorum of the same plan. */
  int totalWith(Quorum other) {
    int shared = 0;
    int here = 0;
    int there = 0;
    for (int d = 0; d < dcMembers.length; d++) {
      int both =
          Math.min(
              Long.bitCount(dcMembers[d] & other.dcMembers[d]),
              Math.max(dcMinimums[d], other.dcMinimums[d]));
      shared += both;
      here += Math.max(0, dcMinimums[d] - both);
      there += Math.max(0, other.dcMinimums[d] - both);
    }
    int missing = Math.max(0, total - shared - here);
    int missingThere = Math.max(0, other.total - shared - there);
    int free = Long.bitCount(members & other.members) - shared;
    int more = Math.min(free, Math.max(missing, missingThere));
    return shared
        + here
        + there
        + more
        + Math.max(0, missing - more)
        + Math.max(0, missingThere - more);
  }

  /** Whether every set that is enough for this shares a replica with every one for the other. */
  boolean overlaps(Quorum other) {
    for (int d = 0; d < dcMembers.length; d++) {
      if (dcMinimums[d] + other.dcMinimums[d] > Long.bitCount(dcMembers[d] | other.dcMembers[d])) {
        return true;
      }
    }
    return total + other.total > Long.bitCount(members | other.members);
  }

  /** As {@code 4 of 5, 2 of 3 in eu, 2 of 2 in us}. */
  String describe(ReplicaRoles roles) {
    StringBuilder text =
        new StringBuilder().append(total).append(" of ").append(Long.bitCount(members));
    for (int d = 0; d < dcMembers.length; d++) {
      if (dcMinimums[d] > 0) {
        text.append(", ").append(dcMinimums[d]).append(" of ");
        text.append(Long.bitCount(dcMembers[d])).append(" in ").append(roles.dc(d));
      }
    }
    return text.toString();
  }
}
