package io.atoll.ring;

import static io.atoll.ring.TopologyRules.require;

import java.util.SortedMap;

/** What must fit together in a topology whose ring is being changed. */
final class TransitionRules {
  private TransitionRules() {}

  /** Everything; the rest of the topology has been checked. */
  static void check(Topology topology, Transition transition) {
    require(
        transition.claim().partitions() == topology.partitions(),
        "the pending claim has %d partitions: must be %d, as the topology has",
        transition.claim().partitions(),
        topology.partitions());
    for (int number : transition.leaving()) {
      require(
          topology.members().containsKey(number),
          "member %d is to leave and does not exist: must be one of %s",
          number,
          topology.members().keySet());
    }
    transition.keyspaces().forEach((name, target) -> checkKeyspace(topology, name, target));
    SortedMap<Integer, Member> staying = transition.staying(topology.members());
    TopologyRules.checkMembers(staying.values());
    SortedMap<String, Keyspace> targets = transition.targets(topology.keyspaces());
    TopologyRules.checkFactors(targets.values(), staying.values());
    TopologyRules.checkClaim(
        "the pending claim", transition.claim(), targets.values(), staying.values());
    checkBatches(topology, transition);
  }

  private static void checkKeyspace(Topology topology, String name, Keyspace target) {
    Keyspace now = topology.keyspaces().get(name);
    require(
        name.equals(target.name()) && now != null && now.id() == target.id() && !now.equals(target),
        "pending keyspace %s with id %d stands under %s: must be a change of a keyspace that"
            + " exists",
        target.name(),
        target.id(),
        name);
  }

  private static void checkBatches(Topology topology, Transition transition) {
    int[] batches = transition.batchByPartition();
    require(
        batches.length == topology.partitions() && transition.batches() <= batches.length,
        "the transition has %d arcs in %d batches: must be %d arcs",
        batches.length,
        transition.batches(),
        topology.partitions());
    int[] sizes = new int[transition.batches()];
    for (int partition = 0; partition < batches.length; partition++) {
      int batch = batches[partition];
      require(
          batch < sizes.length,
          "partition %d is in batch %d: must be less than %d",
          partition,
          batch,
          sizes.length);
      boolean moves = Transition.moves(topology.claim(), transition.claim(), partition);
      require(
          moves == (batch >= 0),
          "partition %d %s and is in %s batch: arcs that move are in one, others in none",
          partition,
          moves ? "moves" : "does not move",
          batch >= 0 ? "a" : "no");
      if (batch >= 0) {
        sizes[batch]++;
      }
    }
    for (int batch = 0; batch < sizes.length; batch++) {
      require(sizes[batch] > 0, "batch %d is empty: must have at least one arc", batch);
    }
  }

  /**
   * Whether keyspaces can change while the ring does: neither their claims' depths nor a keyspace
   * that the transition changes itself.
   */
  static void checkChange(
      Topology topology, Transition transition, SortedMap<String, Keyspace> changed) {
    transition
        .keyspaces()
        .keySet()
        .forEach(
            name ->
                require(
                    topology.keyspaces().get(name).equals(changed.get(name)),
                    "keyspace %s is being changed with the ring: must wait until that is done or"
                        + " withdrawn",
                    name));
    require(
        Topology.depths(changed.values()).equals(Topology.depths(topology.keyspaces().values()))
            && Topology.depths(transition.targets(changed).values())
                .equals(Topology.depths(transition.targets(topology.keyspaces()).values())),
        "the ring is being changed, and the keyspaces %s need another number of replicas in some"
            + " dc: must wait until that is done or withdrawn",
        changed.keySet());
  }
}
