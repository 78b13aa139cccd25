package io.atoll.replication;

import io.atoll.ring.Member;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What part each member of a plan plays, by its index: in which DC it is, whether it owns the arc,
 * will own it, or stands in for another. A pure value that names no member, so that all arcs of a
 * keyspace that do not move share one.
 *
 * <p>A fallback fills the place of the replica that it stands in for. It fills it for a count over
 * all DCs wherever it is, but for a DC's own minimum only from within that DC: a reader in that DC
 * cannot get at a hint kept elsewhere while the link is down.
 */
public final class ReplicaRoles {
  private final String[] dcs;
  private final long[] dcMembers;
  private final long owners;
  private final long next;
  private final boolean nextCounts;
  private final long replicas;
  private final long members;
  private final int[] standsFor;
  private final long atHome;

  private ReplicaRoles(
      TreeMap<String, Long> byDc,
      long owners,
      long next,
      boolean nextCounts,
      int[] standsFor,
      long atHome) {
    this.dcs = byDc.keySet().toArray(new String[0]);
    this.dcMembers = byDc.values().stream().mapToLong(Long::longValue).toArray();
    this.owners = owners;
    this.next = next;
    this.nextCounts = nextCounts;
    this.replicas = owners | next;
    this.members = replicas | ReplicaSet.range(Long.bitCount(replicas), standsFor.length).bits();
    this.standsFor = standsFor;
    this.atHome = atHome;
  }

  /** The roles of an arc that neither moves nor is stood in for. */
  public static ReplicaRoles of(List<Member> owners) {
    return of(ArcReplicas.of(owners));
  }

  /** The roles of an arc's members, in the order of {@link ArcReplicas#members}. */
  public static ReplicaRoles of(ArcReplicas arc) {
    List<Member> members = arc.members();
    Set<Integer> staying = new HashSet<>();
    arc.next().forEach(member -> staying.add(member.number()));
    TreeMap<String, Long> byDc = new TreeMap<>();
    long next = 0;
    for (int i = 0; i < members.size(); i++) {
      byDc.merge(members.get(i).dc(), 1L << i, (one, other) -> one | other);
      if (staying.contains(members.get(i).number())) {
        next |= 1L << i;
      }
    }
    int[] standsFor = arc.fallbacks().stream().mapToInt(ArcReplicas.Fallback::replica).toArray();
    long atHome = 0;
    int first = members.size() - standsFor.length;
    for (int i = 0; i < standsFor.length; i++) {
      if (members.get(first + i).dc().equals(members.get(standsFor[i]).dc())) {
        atHome |= 1L << (first + i);
      }
    }
    long owners = ReplicaSet.range(0, arc.owners().size()).bits();
    return new ReplicaRoles(byDc, owners, next, arc.nextCounts(), standsFor, atHome);
  }

  /** Who owns the arc: of these a read asks. */
  public ReplicaSet owners() {
    return new ReplicaSet(owners);
  }

  /** Who owns the arc when its move is done. */
  public ReplicaSet next() {
    return new ReplicaSet(next);
  }

  /** Whether levels are counted over the next owners too. */
  public boolean nextCounts() {
    return nextCounts;
  }

  /** Who will own the arc and does not yet. For transitions; nothing in service uses it yet. */
  public ReplicaSet pending() {
    return new ReplicaSet(next & ~owners);
  }

  /** Who keeps the key's state: owners and pending. */
  public ReplicaSet replicas() {
    return new ReplicaSet(replicas);
  }

  /** Who only stands in. For hints; nothing in service uses it yet. */
  public ReplicaSet fallbacks() {
    return new ReplicaSet(members & ~replicas);
  }

  /** Everybody. */
  public ReplicaSet members() {
    return new ReplicaSet(members);
  }

  /** How many DCs there are. */
  public int dcCount() {
    return dcs.length;
  }

  /** The name of a DC, by its place in the order of names. */
  public String dc(int dc) {
    return dcs[dc];
  }

  /** The place of a DC in the order of names, or -1. */
  public int indexOf(String dc) {
    return Arrays.asList(dcs).indexOf(dc);
  }

  /** Who keeps the key's state in one DC, by its place in the order of names. */
  public ReplicaSet replicasOf(int dc) {
    return new ReplicaSet(dcMembers[dc] & replicas);
  }

  /** Who keeps the key's state in one DC, nobody where the plan has none there. */
  public ReplicaSet replicasOf(String dc) {
    int index = indexOf(dc);
    return index < 0 ? ReplicaSet.EMPTY : replicasOf(index);
  }

  long membersOf(int dc) {
    return dcMembers[dc];
  }

  /** The replicas whose place is filled when these members have answered. */
  long filled(long answered) {
    return (answered & ~replicas) == 0 ? answered : filled(answered, answered);
  }

  /** Likewise, with fallbacks left out that are in another DC than their replica. */
  long filledAtHome(long answered) {
    return (answered & ~replicas) == 0 ? answered : filled(answered, answered & atHome);
  }

  private long filled(long answered, long fallbacks) {
    long filled = answered & replicas;
    int first = Long.bitCount(replicas);
    for (int i = 0; i < standsFor.length; i++) {
      if ((fallbacks >>> (first + i) & 1) != 0) {
        filled |= 1L << standsFor[i];
      }
    }
    return filled;
  }

  /** How many places are filled by a fallback and not by the replica itself. */
  int hints(long answered) {
    return Long.bitCount(filled(answered) & ~answered);
  }
}
