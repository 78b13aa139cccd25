package io.atoll.replication;

import io.atoll.ring.ConsistencyLevel;
import java.util.StringJoiner;

/**
 * Which sets of a plan's members satisfy a consistency level, as a pure value.
 *
 * <p>A level is counted over the owners of the arc and, while the arc moves and its next owners
 * count already, over those as well: then both counts must be reached. A fallback fills the place
 * of its replica; a pending member that does not count yet fills none.
 */
public final class Requirement {
  private final ReplicaRoles roles;
  private final Quorum owners;
  private final Quorum next;
  private final int total;

  private Requirement(ReplicaRoles roles, Quorum owners, Quorum next) {
    this.roles = roles;
    this.owners = owners;
    this.next = next;
    this.total = next == null ? owners.total() : owners.totalWith(next);
  }

  /**
   * The requirement of a level for a coordinator in a DC.
   *
   * @param keyspace its name, for the words of a refusal
   * @throws RequestFailure.ImpossibleLevel when no set of replicas can satisfy it, naming the
   *     replication factor
   */
  public static Requirement of(
      String keyspace, ReplicaRoles roles, ConsistencyLevel level, String localDc) {
    Quorum owners = quorum(keyspace, roles, roles.owners(), level, localDc);
    Quorum next = roles.nextCounts() ? quorum(keyspace, roles, roles.next(), level, localDc) : null;
    return new Requirement(roles, owners, next);
  }

  private static Quorum quorum(
      String keyspace, ReplicaRoles roles, ReplicaSet counted, ConsistencyLevel level, String dc) {
    int replicas = counted.size();
    int local = roles.indexOf(dc);
    int[] inDc = new int[roles.dcCount()];
    for (int d = 0; d < inDc.length; d++) {
      inDc[d] = roles.replicasOf(d).intersect(counted).size();
    }
    int[] minimums = new int[inDc.length];
    int total =
        switch (level) {
          case ConsistencyLevel.Count count -> {
            if (count.replicas() > replicas) {
              throw tooMany(keyspace, roles, inDc, count.replicas(), replicas);
            }
            yield count.replicas();
          }
          case ConsistencyLevel.Named named ->
              switch (named) {
                case ONE -> 1;
                case QUORUM -> majority(replicas);
                case ALL -> replicas;
                case LOCAL_ONE, LOCAL_QUORUM -> {
                  if (local < 0 || inDc[local] == 0) {
                    throw noneThere(keyspace, roles, inDc, level, dc);
                  }
                  minimums[local] =
                      named == ConsistencyLevel.Named.LOCAL_ONE ? 1 : majority(inDc[local]);
                  yield minimums[local];
                }
                case EACH_QUORUM -> {
                  for (int d = 0; d < inDc.length; d++) {
                    minimums[d] = inDc[d] == 0 ? 0 : majority(inDc[d]);
                  }
                  yield 0;
                }
              };
        };
    return new Quorum(roles, counted.bits(), minimums, total);
  }

  private static int majority(int replicas) {
    return replicas / 2 + 1;
  }

  private static RequestFailure tooMany(
      String keyspace, ReplicaRoles roles, int[] inDc, int wanted, int replicas) {
    return new RequestFailure.ImpossibleLevel(
        "%d replicas are asked for and keyspace '%s' has a replication factor of %d (%s): must be 1 to %d"
            .formatted(wanted, keyspace, replicas, factors(roles, inDc), replicas));
  }

  private static RequestFailure noneThere(
      String keyspace, ReplicaRoles roles, int[] inDc, ConsistencyLevel level, String dc) {
    return new RequestFailure.ImpossibleLevel(
        "%s needs replicas in DC '%s' and keyspace '%s' has none there (%s): ask a node of a DC that has, or for another level"
            .formatted(level, dc, keyspace, factors(roles, inDc)));
  }

  /** As {@code {eu=3, us=2}}. */
  private static String factors(ReplicaRoles roles, int[] inDc) {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    for (int d = 0; d < inDc.length; d++) {
      if (inDc[d] > 0) {
        text.add(roles.dc(d) + "=" + inDc[d]);
      }
    }
    return text.toString();
  }

  /** What part each member of the plan plays. */
  public ReplicaRoles roles() {
    return roles;
  }

  /** Whether these members are enough. */
  public boolean metBy(ReplicaSet members) {
    return metBy(members.bits());
  }

  boolean metBy(long members) {
    long filled = roles.filled(members);
    long atHome = roles.filledAtHome(members);
    return owners.metBy(filled, atHome) && (next == null || next.metBy(filled, atHome));
  }

  /**
   * How a request stands.
   *
   * @param answered who has what is needed
   * @param hopeful who has or may still come to have it, at least {@code answered}
   */
  Progress progress(long answered, long hopeful) {
    if (metBy(answered)) {
      return Progress.MET;
    }
    return metBy(hopeful) ? Progress.POSSIBLE : Progress.IMPOSSIBLE;
  }

  /**
   * Whether one more member brings this set closer to being enough.
   *
   * @param member one that is not in the set
   */
  boolean helpedBy(int member, long members) {
    long more = members | 1L << member;
    return missing(owners, more) < missing(owners, members)
        || (next != null && missing(next, more) < missing(next, members));
  }

  private int missing(Quorum quorum, long members) {
    return quorum.missing(roles.filled(members), roles.filledAtHome(members));
  }

  /** The fewest members that can be enough. */
  public int total() {
    return total;
  }

  /** The replicas whose answers are counted. */
  public ReplicaSet counted() {
    return new ReplicaSet(next == null ? owners.members() : owners.members() | next.members());
  }

  /**
   * Whether every set that satisfies this shares a replica with every set that satisfies the other
   * (R + W &gt; N): two disjoint sets must be impossible. Fallbacks are left out: nobody reads
   * them. Where an arc moves, a yes is certain and a no is not.
   *
   * @param other a requirement of the same roles
   */
  public boolean overlaps(Requirement other) {
    return overlapsAny(owners, other) || (next != null && overlapsAny(next, other));
  }

  private static boolean overlapsAny(Quorum quorum, Requirement other) {
    return quorum.overlaps(other.owners) || (other.next != null && quorum.overlaps(other.next));
  }

  @Override
  public String toString() {
    String text = owners.describe(roles);
    return next == null ? text : text + " now and " + next.describe(roles) + " after the move";
  }
}
