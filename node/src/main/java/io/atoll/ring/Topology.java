package io.atoll.ring;

import java.util.List;
import java.util.SortedMap;

/**
 * What the cluster is, at one epoch: members, claim and keyspaces. Immutable; equal on every node
 * that has the epoch.
 *
 * @param clusterName given when the cluster is formed
 * @param epoch 1 for the topology that the initial members form, one more for each decided change
 * @param partitions Q, a power of two from 1 to 65,536
 * @param members by member number
 * @param keyspaces by name
 * @param nextMember the next member number to give
 * @param nextKeyspace the next keyspace id to give
 */
public record Topology(
    String clusterName,
    long epoch,
    int partitions,
    SortedMap<Integer, Member> members,
    Claim claim,
    SortedMap<String, Keyspace> keyspaces,
    int nextMember,
    int nextKeyspace) {
  /** The largest number of voters on a change of the topology. */
  public static final int MAX_VOTERS = 7;

  /**
   * Epoch 1: a deterministic function of its arguments, whatever the order of the members.
   *
   * @param members their numbers are ignored and given anew, in the order of DC and node id
   * @throws IllegalArgumentException naming what is wrong: no members, a node id or an address that
   *     occurs twice, a partition count that is no power of two
   */
  public static Topology form(String clusterName, int partitions, List<Member> members) {
    throw new UnsupportedOperationException();
  }

  /** The partition of a token. */
  public int partitionOf(long token) {
    throw new UnsupportedOperationException();
  }

  /** The replicas of a token, by DC in the order of the DCs' names, each DC's in claim order. */
  public PreferenceList preferenceList(Keyspace keyspace, long token) {
    throw new UnsupportedOperationException();
  }

  /** The names of the DCs, ascending. */
  public List<String> dcs() {
    throw new UnsupportedOperationException();
  }

  /** The member of a node id, or null. */
  public Member member(String nodeId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Who votes on the next epoch: at most {@link #MAX_VOTERS}, an odd number where there is a
   * choice, spread over DCs first and racks next. Deterministic.
   */
  public List<Member> voters() {
    throw new UnsupportedOperationException();
  }

  /**
   * The next epoch with a keyspace added. Its id is given here; the id in the argument is ignored.
   *
   * @throws IllegalArgumentException naming what is wrong: the name exists or is malformed, a DC is
   *     unknown, a factor exceeds the DC's nodes
   */
  public Topology withKeyspace(Keyspace keyspace) {
    throw new UnsupportedOperationException();
  }

  /**
   * The next epoch with a keyspace of that name changed; its id stays. Errors as in {@link
   * #withKeyspace}.
   */
  public Topology withChangedKeyspace(Keyspace keyspace) {
    throw new UnsupportedOperationException();
  }

  /** The next epoch without a keyspace. */
  public Topology withoutKeyspace(String name) {
    throw new UnsupportedOperationException();
  }

  /** The compact binary form; equal topologies have equal bytes. */
  public byte[] encode() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads what {@link #encode} wrote; {@link IllegalArgumentException} naming what is wrong, for
   * any other bytes.
   */
  public static Topology decode(byte[] bytes) {
    throw new UnsupportedOperationException();
  }
}
