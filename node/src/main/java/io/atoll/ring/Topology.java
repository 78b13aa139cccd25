package io.atoll.ring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the cluster is, at one epoch: members, claim and keyspaces. Immutable; equal on every node
 * that has the epoch; safe for any thread.
 *
 * <p>Every {@code with…} gives the topology of the next epoch and leaves this one as it is.
 */
public final class Topology {
  /** The largest number of voters on a change of the topology. */
  public static final int MAX_VOTERS = 7;

  /** The keyspace that every new cluster has. */
  public static final String DEFAULT_KEYSPACE = "default";

  private static final int FIRST_KEYSPACE = 1;

  /** The most keyspaces: each has memory and files of its own in every shard of every node. */
  public static final int MAX_KEYSPACES = 1_000;

  /** The factor of that keyspace in every DC that has that many nodes. */
  public static final int DEFAULT_FACTOR = 3;

  private final String clusterName;
  private final long epoch;
  private final SortedMap<Integer, Member> members;
  private final Claim claim;
  private final SortedMap<String, Keyspace> keyspaces;
  private final int nextMember;
  private final int nextKeyspace;
  private final Transition transition;

  private final List<String> dcs;
  private final Map<String, Member> byNodeId;
  private final PlacementTables placements;

  /**
   * A topology of the given parts.
   *
   * @param clusterName given when the cluster is formed
   * @param epoch 1 for the topology that the initial members form, one more for each decided change
   * @param partitions Q, a power of two from 1 to 65,536
   * @param members by member number; copied
   * @param keyspaces by name; copied
   * @param nextMember the next member number to give
   * @param nextKeyspace the next keyspace id to give
   * @param transition the change of the ring that is under way; null where there is none
   * @throws IllegalArgumentException naming what does not fit together
   */
  Topology(
      String clusterName,
      long epoch,
      int partitions,
      SortedMap<Integer, Member> members,
      Claim claim,
      SortedMap<String, Keyspace> keyspaces,
      int nextMember,
      int nextKeyspace,
      Transition transition) {
    this.clusterName = Names.check("cluster name", clusterName);
    this.epoch = epoch;
    this.members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    this.claim = claim;
    this.keyspaces = Collections.unmodifiableSortedMap(new TreeMap<>(keyspaces));
    this.nextMember = nextMember;
    this.nextKeyspace = nextKeyspace;
    this.transition = transition;
    TopologyRules.check(this, partitions);
    TreeSet<String> names = new TreeSet<>();
    this.byNodeId = new HashMap<>();
    for (Member member : this.members.values()) {
      names.add(member.dc());
      byNodeId.put(member.nodeId(), member);
    }
    this.dcs = List.copyOf(names);
    this.placements = new PlacementTables(this.keyspaces.values(), claim, this.members, transition);
  }

  /**
   * Epoch 1: a deterministic function of its arguments, whatever the order of the members.
   *
   * @param members their numbers are ignored and given anew, in the order of DC and node id
   * @throws IllegalArgumentException naming what is wrong: no members, a node id or an address that
   *     occurs twice, a partition count that is no power of two
   */
  public static Topology form(String clusterName, int partitions, List<Member> members) {
    Partitions.checkCount(partitions);
    TreeMap<Integer, Member> numbered = numbered(members, 0);
    TreeMap<String, Integer> replication = new TreeMap<>();
    for (Member member : numbered.values()) {
      replication.merge(member.dc(), 1, (a, b) -> Math.min(DEFAULT_FACTOR, a + b));
    }
    TreeMap<String, Keyspace> keyspaces = new TreeMap<>();
    if (!replication.isEmpty()) {
      keyspaces.put(
          DEFAULT_KEYSPACE,
          new Keyspace(
              FIRST_KEYSPACE,
              DEFAULT_KEYSPACE,
              replication,
              ConflictPolicy.SIBLINGS,
              ConsistencyLevel.Named.QUORUM,
              ConsistencyLevel.Named.QUORUM));
    }
    TopologyRules.checkMembers(numbered.values());
    Claim claim = Claim.first(partitions, numbered.values(), replication);
    return new Topology(
        clusterName,
        1,
        partitions,
        numbered,
        claim,
        keyspaces,
        numbered.size(),
        FIRST_KEYSPACE + 1,
        null);
  }

  /** The name given when the cluster was formed. */
  public String clusterName() {
    return clusterName;
  }

  /** The version of the topology, from 1. */
  public long epoch() {
    return epoch;
  }

  /** Q: how many arcs the ring has. */
  public int partitions() {
    return claim.partitions();
  }

  /** By member number. */
  public SortedMap<Integer, Member> members() {
    return members;
  }

  /** Who owns which arc. */
  public Claim claim() {
    return claim;
  }

  /** By name. */
  public SortedMap<String, Keyspace> keyspaces() {
    return keyspaces;
  }

  /** The keyspace of a number; null when there is none. */
  public Keyspace keyspace(int id) {
    for (Keyspace keyspace : keyspaces.values()) {
      if (keyspace.id() == id) {
        return keyspace;
      }
    }
    return null;
  }

  /**
   * Whether a number was given to a keyspace that is gone. One that was not given yet may be of a
   * keyspace that others know already.
   */
  public boolean hasDropped(int keyspaceId) {
    return keyspaceId >= FIRST_KEYSPACE
        && keyspaceId < nextKeyspace
        && keyspace(keyspaceId) == null;
  }

  /** Whether a number was given to a member that is gone. */
  public boolean hasLeft(int member) {
    return member >= 0 && member < nextMember && !members.containsKey(member);
  }

  /** The next member number to give. */
  public int nextMember() {
    return nextMember;
  }

  /** The next keyspace id to give. */
  public int nextKeyspace() {
    return nextKeyspace;
  }

  /** The change of the ring that is in progress. */
  public Optional<Transition> transition() {
    return Optional.ofNullable(transition);
  }

  /** The partition of a token. */
  public int partitionOf(long token) {
    return Partitions.of(token, claim.partitions());
  }

  /**
   * The replicas of a token, by DC in the order of the DCs' names, each DC's in claim order; of an
   * arc that moves, those whom reads ask. Allocates nothing for a keyspace of this topology whose
   * arc was asked for before.
   *
   * @throws IllegalArgumentException where the keyspace wants more replicas than this topology's
   *     claim holds
   */
  public PreferenceList preferenceList(Keyspace keyspace, long token) {
    return placements.of(keyspace).owners(partitionOf(token));
  }

  /**
   * Who has which part in a token's arc, which may be moving. Allocation and errors as in {@link
   * #preferenceList}. For transitions; nothing in service uses it yet.
   */
  public Placement placement(Keyspace keyspace, long token) {
    return placements.of(keyspace).get(partitionOf(token));
  }

  /** The names of the DCs, ascending. */
  public List<String> dcs() {
    return dcs;
  }

  /** The member of a node id, or null. */
  public Member member(String nodeId) {
    return byNodeId.get(nodeId);
  }

  /**
   * Who votes on the next epoch: at most {@link #MAX_VOTERS}, an odd number where there is a
   * choice, spread over DCs first and racks next, by member number. Deterministic.
   */
  public List<Member> voters() {
    return Voters.of(members.values(), MAX_VOTERS);
  }

  /**
   * The next epoch with a keyspace added. Its id is given here; the id in the argument is ignored.
   *
   * @throws IllegalArgumentException naming what is wrong: the name exists or is malformed, a DC is
   *     unknown, a factor exceeds the DC's nodes
   */
  public Topology withKeyspace(Keyspace keyspace) {
    Keyspace existing = keyspaces.get(keyspace.name());
    if (existing != null) {
      throw new KeyspaceExistsException(existing);
    }
    if (keyspaces.size() >= MAX_KEYSPACES) {
      throw new IllegalArgumentException(
          "keyspace %s: there are %d keyspaces, the most that a cluster can have: drop one first, or put its keys under a prefix in another"
              .formatted(keyspace.name(), keyspaces.size()));
    }
    return withKeyspaces(changed(keyspace.withId(nextKeyspace)), Math.addExact(nextKeyspace, 1));
  }

  /**
   * The next epoch with a keyspace of that name changed; its id stays. Errors as in {@link
   * #withKeyspace}.
   */
  public Topology withChangedKeyspace(Keyspace keyspace) {
    return withKeyspaces(changed(keyspace.withId(existing(keyspace.name()).id())), nextKeyspace);
  }

  /**
   * The next epoch without a keyspace.
   *
   * @throws IllegalArgumentException where there is none of that name
   */
  public Topology withoutKeyspace(String name) {
    TreeMap<String, Keyspace> rest = new TreeMap<>(keyspaces);
    rest.remove(existing(name).name());
    return withKeyspaces(rest, nextKeyspace);
  }

  /**
   * The next epoch with members added, which get the next numbers in the order of DC and node id.
   * They take over their fair share of the arcs; factors stay. For changes of the ring, as {@link
   * #withLeft} and {@link #withWeights}; nothing in service uses them yet.
   *
   * @throws IllegalArgumentException naming what is wrong: a node id or an address that occurs
   *     twice
   */
  public Topology withJoined(List<Member> joining) {
    TreeMap<Integer, Member> all = numbered(joining, nextMember);
    int next = Math.addExact(nextMember, joining.size());
    all.putAll(members);
    return withMembers(all, next);
  }

  /**
   * The next epoch without some members.
   *
   * @throws IllegalArgumentException naming a node that is unknown, or a keyspace that wants more
   *     replicas in a DC than it has nodes left
   */
  public Topology withLeft(Collection<String> nodeIds) {
    TreeMap<Integer, Member> rest = new TreeMap<>(members);
    for (String nodeId : nodeIds) {
      rest.remove(existingMember(nodeId).number());
    }
    return withMembers(rest, nextMember);
  }

  /**
   * The next epoch with other weights.
   *
   * @param weights by node id; members that are left out keep theirs
   * @throws IllegalArgumentException naming a node that is unknown or a weight that is out of range
   */
  public Topology withWeights(Map<String, Integer> weights) {
    TreeMap<Integer, Member> all = new TreeMap<>(members);
    for (Map.Entry<String, Integer> weight : weights.entrySet()) {
      Member member = existingMember(weight.getKey());
      all.put(member.number(), member.withWeight(weight.getValue()));
    }
    return withMembers(all, nextMember);
  }

  /** The compact binary form; equal topologies have equal bytes. */
  public byte[] encode() {
    return TopologyCodec.encode(this);
  }

  /**
   * Reads what {@link #encode} wrote; {@link IllegalArgumentException} naming what is wrong, for
   * any other bytes.
   */
  public static Topology decode(byte[] bytes) {
    return TopologyCodec.decode(bytes);
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Topology topology
        && epoch == topology.epoch
        && nextMember == topology.nextMember
        && nextKeyspace == topology.nextKeyspace
        && clusterName.equals(topology.clusterName)
        && members.equals(topology.members)
        && keyspaces.equals(topology.keyspaces)
        && claim.equals(topology.claim)
        && Objects.equals(transition, topology.transition);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        clusterName, epoch, nextMember, nextKeyspace, members, keyspaces, transition);
  }

  @Override
  public String toString() {
    return "Topology[%s, epoch %d, %d members, keyspaces %s, %s%s]"
        .formatted(
            clusterName,
            epoch,
            members.size(),
            keyspaces.keySet(),
            claim,
            transition == null ? "" : ", " + transition);
  }

  private Topology withKeyspaces(SortedMap<String, Keyspace> changed, int next) {
    TopologyRules.checkFactors(changed.values(), members.values());
    if (transition != null) {
      TransitionRules.checkChange(this, transition, changed);
    }
    Claim deepened = claim.withDepths(members.values(), depths(changed.values()));
    return next(members, deepened, changed, nextMember, next, transition);
  }

  private Topology withMembers(SortedMap<Integer, Member> changed, int next) {
    checkSettled();
    TopologyRules.checkMembers(changed.values());
    TopologyRules.checkFactors(keyspaces.values(), changed.values());
    Claim moved = claim.next(changed.values(), depths(keyspaces.values()));
    return next(changed, moved, keyspaces, next, nextKeyspace, null);
  }

  /**
   * @throws IllegalArgumentException where the ring is being changed
   */
  void checkSettled() {
    TopologyRules.require(
        transition == null,
        "the ring is being changed in epoch %d: must wait until that is done or withdrawn",
        epoch);
  }

  /** The topology of the next epoch, made of these parts. */
  Topology next(
      SortedMap<Integer, Member> members,
      Claim claim,
      SortedMap<String, Keyspace> keyspaces,
      int nextMember,
      int nextKeyspace,
      Transition transition) {
    return new Topology(
        clusterName,
        Math.addExact(epoch, 1),
        claim.partitions(),
        members,
        claim,
        keyspaces,
        nextMember,
        nextKeyspace,
        transition);
  }

  private TreeMap<String, Keyspace> changed(Keyspace keyspace) {
    TreeMap<String, Keyspace> result = new TreeMap<>(keyspaces);
    result.put(keyspace.name(), keyspace);
    return result;
  }

  private Keyspace existing(String name) {
    Keyspace keyspace = keyspaces.get(name);
    if (keyspace == null) {
      throw new IllegalArgumentException(
          "no keyspace is called %s: there are %s"
              .formatted(Names.quoted(name), keyspaces.keySet()));
    }
    return keyspace;
  }

  private Member existingMember(String nodeId) {
    Member member = byNodeId.get(nodeId);
    if (member == null) {
      throw new IllegalArgumentException("no member is called %s".formatted(Names.quoted(nodeId)));
    }
    return member;
  }

  private static TreeMap<Integer, Member> numbered(List<Member> members, int first) {
    List<Member> sorted = new ArrayList<>(members);
    sorted.sort(Comparator.comparing(Member::dc).thenComparing(Member::nodeId));
    TreeMap<Integer, Member> result = new TreeMap<>();
    for (Member member : sorted) {
      int number = Math.addExact(first, result.size());
      result.put(number, member.withNumber(number));
    }
    return result;
  }

  /** The depth of the claim by DC: the largest factor that a keyspace has there. */
  static SortedMap<String, Integer> depths(Collection<Keyspace> keyspaces) {
    TreeMap<String, Integer> depths = new TreeMap<>();
    for (Keyspace keyspace : keyspaces) {
      keyspace.replication().forEach((dc, factor) -> depths.merge(dc, factor, Math::max));
    }
    return depths;
  }
}
