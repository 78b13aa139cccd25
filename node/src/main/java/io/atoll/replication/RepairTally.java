package io.atoll.replication;

/**
 * Who certainly has on disk what a read found, and who never will: an immutable value.
 *
 * @param requirement of the read
 * @param holding who has it, by their bits: it answered that very state, or one past it, or has
 *     acknowledged the repair
 * @param refused who could not be asked or would not take it, by their bits
 */
record RepairTally(Requirement requirement, long holding, long refused) {
  static RepairTally of(Requirement requirement, ReplicaSet holding, ReplicaSet refused) {
    return new RepairTally(requirement, holding.bits(), refused.bits());
  }

  /** One has it. */
  RepairTally withHolder(int replica) {
    long bit = 1L << replica;
    return new RepairTally(requirement, holding | bit, refused & ~bit);
  }

  /** One did not take it; no effect when it has it. */
  RepairTally withRefusal(int replica) {
    return new RepairTally(requirement, holding, (refused | 1L << replica) & ~holding);
  }

  /** Whether enough have it, or may come to. */
  Progress progress() {
    return requirement.progress(holding, requirement.roles().owners().bits() & ~refused);
  }

  /** Of whom nothing is known that settles it. */
  ReplicaSet open() {
    return new ReplicaSet(requirement.roles().owners().bits() & ~holding & ~refused);
  }
}
