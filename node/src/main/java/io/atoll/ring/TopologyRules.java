package io.atoll.ring;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must fit together in a topology; each rule says what is wrong in words for a user. */
final class TopologyRules {
  private TopologyRules() {}

  /** Everything; called with the fields of {@code topology} that a caller gave already set. */
  static void check(Topology topology, int partitions) {
    Partitions.checkCount(partitions);
    require(topology.epoch() >= 1, "epoch is %d: must be 1 or more", topology.epoch());
    require(
        topology.claim().partitions() == partitions,
        "the claim has %d partitions: the topology has %d",
        topology.claim().partitions(),
        partitions);
    checkMembers(topology.members().values());
    checkKeys(topology);
    checkFactors(topology.keyspaces().values(), topology.members().values());
    checkClaim(
        "the claim", topology.claim(), topology.keyspaces().values(), topology.members().values());
    topology.transition().ifPresent(transition -> TransitionRules.check(topology, transition));
  }

  /** At least one member; node ids and addresses occur once. */
  static void checkMembers(Collection<Member> members) {
    require(!members.isEmpty(), "there are no members: must be at least one");
    Map<String, Member> byNodeId = new HashMap<>();
    Map<String, Port> byAddress = new HashMap<>();
    for (Member member : members) {
      Member same = byNodeId.put(member.nodeId(), member);
      require(
          same == null,
          "node id %s occurs twice, at %s and at %s",
          member.nodeId(),
          same == null ? "" : same.host() + ":" + same.peerPort(),
          member.host() + ":" + member.peerPort());
      once(byAddress, "udp", "gossip", member, member.gossipPort());
      once(byAddress, "tcp", "peer", member, member.peerPort());
      once(byAddress, "tcp", "http", member, member.httpPort());
      once(byAddress, "tcp", "client", member, member.clientPort());
    }
  }

  /** Whose a port is, and what for. */
  private record Port(String use, String nodeId) {
    @Override
    public String toString() {
      return "the " + use + " port of node " + nodeId;
    }
  }

  private static void once(
      Map<String, Port> byAddress, String transport, String use, Member member, int port) {
    Port place = new Port(use, member.nodeId());
    Port other = byAddress.put(transport + " " + member.host() + ":" + port, place);
    require(
        other == null,
        "address %s:%d (%s) occurs twice: as %s and as %s",
        member.host(),
        port,
        transport,
        other,
        place);
  }

  /** Every DC of every keyspace exists and has enough nodes. */
  static void checkFactors(Collection<Keyspace> keyspaces, Collection<Member> members) {
    Map<String, Integer> nodes = new TreeMap<>();
    members.forEach(member -> nodes.merge(member.dc(), 1, Integer::sum));
    for (Keyspace keyspace : keyspaces) {
      keyspace
          .replication()
          .forEach(
              (dc, factor) -> {
                require(
                    nodes.containsKey(dc),
                    "keyspace %s has replicas in dc %s, which has no nodes: the dcs are %s",
                    keyspace.name(),
                    dc,
                    nodes.keySet());
                require(
                    factor <= nodes.get(dc),
                    "replication factor of keyspace %s in dc %s is %d: the dc has %d nodes",
                    keyspace.name(),
                    dc,
                    factor,
                    nodes.get(dc));
              });
    }
  }

  /** The claim is deep enough for a keyspace. */
  static void checkReplication(Keyspace keyspace, Claim claim) {
    keyspace
        .replication()
        .forEach(
            (dc, factor) ->
                require(
                    factor <= claim.depth(dc),
                    "keyspace %s wants %d replicas in dc %s: this topology places %d there",
                    keyspace.name(),
                    factor,
                    dc,
                    claim.depth(dc)));
  }

  private static void checkKeys(Topology topology) {
    topology
        .members()
        .forEach(
            (number, member) ->
                require(
                    number == member.number() && number < topology.nextMember(),
                    "member %s has number %d: it stands under %d, and the next to give is %d",
                    member.nodeId(),
                    member.number(),
                    number,
                    topology.nextMember()));
    Set<Integer> ids = new HashSet<>();
    topology
        .keyspaces()
        .forEach(
            (name, keyspace) -> {
              require(
                  name.equals(keyspace.name()) && keyspace.id() < topology.nextKeyspace(),
                  "keyspace %s has id %d: it stands under %s, and the next to give is %d",
                  keyspace.name(),
                  keyspace.id(),
                  name,
                  topology.nextKeyspace());
              require(ids.add(keyspace.id()), "keyspace id %d occurs twice", keyspace.id());
            });
  }

  /** The lists of a claim are as deep as the keyspaces need, and name members of their dc. */
  static void checkClaim(
      String what, Claim claim, Collection<Keyspace> keyspaces, Collection<Member> members) {
    Map<String, Integer> depths = Topology.depths(keyspaces);
    Map<String, Integer> found = new TreeMap<>();
    claim.dcs().forEach(dc -> found.put(dc, claim.depth(dc)));
    require(depths.equals(found), "%s's depths are %s: the keyspaces need %s", what, found, depths);
    for (String dc : claim.dcs()) {
      DcNodes nodes = DcNodes.of(dc, members);
      ArcLists lists = claim.lists(dc);
      for (int partition = 0; partition < claim.partitions(); partition++) {
        checkArc(dc, nodes, lists, partition);
      }
    }
  }

  private static void checkArc(String dc, DcNodes nodes, ArcLists lists, int partition) {
    for (int slot = 0; slot < lists.depth(); slot++) {
      int owner = lists.get(partition, slot);
      if (nodes.indexOf(owner) < 0 || lists.contains(partition, slot, owner)) {
        throw new IllegalArgumentException(
            "partition %d in dc %s names member %d in slot %d: must be a different member of that dc"
                .formatted(partition, dc, owner, slot));
      }
    }
  }

  static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
