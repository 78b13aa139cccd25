package io.atoll.replication;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import java.util.Arrays;
import java.util.Map;

/**
 * Which sets of replicas satisfy a consistency level, as a pure value. A set of replicas is a bit
 * mask over the preference list of a key, whose order of DCs is the same for all keys of a
 * keyspace.
 *
 * <p>A set satisfies when it holds at least {@code total} replicas and, in every DC, at least that
 * DC's minimum.
 */
public final class Requirement {
  private final String[] dcs;
  private final long[] dcMasks;
  private final int[] dcMinimums;
  private final int total;

  private Requirement(String[] dcs, long[] dcMasks, int[] dcMinimums, int total) {
    this.dcs = dcs;
    this.dcMasks = dcMasks;
    this.dcMinimums = dcMinimums;
    this.total = Math.max(total, Arrays.stream(dcMinimums).sum());
  }

  /**
   * The requirement of a level for a coordinator in a DC.
   *
   * @throws RequestFailure.ImpossibleLevel when no set of replicas can satisfy it, naming the
   *     replication factor
   */
  public static Requirement of(Keyspace keyspace, ConsistencyLevel level, String localDc) {
    int count = keyspace.replication().size();
    String[] dcs = new String[count];
    long[] masks = new long[count];
    int[] minimums = new int[count];
    int first = 0;
    int d = 0;
    for (Map.Entry<String, Integer> entry : keyspace.replication().entrySet()) {
      dcs[d] = entry.getKey();
      masks[d] = mask(first, entry.getValue());
      first += entry.getValue();
      d++;
    }
    int replicas = first;
    int local = Arrays.asList(dcs).indexOf(localDc);
    int total =
        switch (level) {
          case ConsistencyLevel.Count n -> atMost(n.replicas(), replicas, keyspace);
          case ConsistencyLevel.Named named ->
              switch (named) {
                case ONE -> 1;
                case QUORUM -> majority(replicas);
                case ALL -> replicas;
                case LOCAL_ONE -> {
                  minimums[localIndex(local, localDc, named, keyspace)] = 1;
                  yield 1;
                }
                case LOCAL_QUORUM -> {
                  int at = localIndex(local, localDc, named, keyspace);
                  minimums[at] = majority(Long.bitCount(masks[at]));
                  yield minimums[at];
                }
                case EACH_QUORUM -> {
                  for (int i = 0; i < count; i++) {
                    minimums[i] = majority(Long.bitCount(masks[i]));
                  }
                  yield 0;
                }
              };
        };
    return new Requirement(dcs, masks, minimums, total);
  }

  private static int majority(int replicas) {
    return replicas / 2 + 1;
  }

  private static long mask(int first, int length) {
    return length == 0 ? 0 : (-1L >>> (Long.SIZE - length)) << first;
  }

  private static int atMost(int wanted, int replicas, Keyspace keyspace) {
    if (wanted > replicas) {
      throw new RequestFailure.ImpossibleLevel(
          "%d replicas are asked for and keyspace '%s' has a replication factor of %d (%s): 1 to %d is possible"
              .formatted(wanted, keyspace.name(), replicas, keyspace.replication(), replicas));
    }
    return wanted;
  }

  private static int localIndex(
      int index, String localDc, ConsistencyLevel level, Keyspace keyspace) {
    if (index < 0) {
      throw new RequestFailure.ImpossibleLevel(
          "%s needs replicas in DC '%s' and keyspace '%s' has none there (%s): ask a node of a DC that has, or for another level"
              .formatted(level, localDc, keyspace.name(), keyspace.replication()));
    }
    return index;
  }

  /** Whether these replicas are enough. */
  public boolean metBy(long replicas) {
    if (Long.bitCount(replicas) < total) {
      return false;
    }
    for (int d = 0; d < dcMasks.length; d++) {
      if (Long.bitCount(replicas & dcMasks[d]) < dcMinimums[d]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether one more replica brings this set closer to being enough.
   *
   * @param replica one that is not in the set
   */
  public boolean helpedBy(int replica, long replicas) {
    int missing = total - Long.bitCount(replicas);
    for (int d = 0; d < dcMasks.length; d++) {
      int missingHere = dcMinimums[d] - Long.bitCount(replicas & dcMasks[d]);
      if (missingHere > 0) {
        if ((dcMasks[d] >>> replica & 1) != 0) {
          return true;
        }
        missing -= missingHere;
      }
    }
    return missing > 0;
  }

  /** The fewest replicas that can be enough. */
  public int total() {
    return total;
  }

  /** All replicas of the keyspace. */
  public long everyReplica() {
    long all = 0;
    for (long mask : dcMasks) {
      all |= mask;
    }
    return all;
  }

  /** How many DCs have replicas. */
  public int dcCount() {
    return dcMasks.length;
  }

  /** The replicas of one DC, by its place in the order of the DCs' names. */
  public long replicasOf(int dc) {
    return dcMasks[dc];
  }

  /** The replicas of one DC by name, none when the keyspace has none there. */
  public long replicasOf(String dc) {
    for (int d = 0; d < dcs.length; d++) {
      if (dcs[d].equals(dc)) {
        return dcMasks[d];
      }
    }
    return 0;
  }

  /**
   * Whether every set that satisfies this shares a replica with every set that satisfies the other
   * (R + W &gt; N): two disjoint sets must be impossible.
   *
   * @param other a requirement of the same keyspace
   */
  public boolean overlaps(Requirement other) {
    int replicas = 0;
    for (int d = 0; d < dcMasks.length; d++) {
      int here = Long.bitCount(dcMasks[d]);
      if (dcMinimums[d] + other.dcMinimums[d] > here) {
        return true;
      }
      replicas += here;
    }
    return total + other.total > replicas;
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder().append(total).append(" of ").append(Long.bitCount(everyReplica()));
    for (int d = 0; d < dcs.length; d++) {
      if (dcMinimums[d] > 0) {
        text.append(", ").append(dcMinimums[d]).append(" of ");
        text.append(Long.bitCount(dcMasks[d])).append(" in ").append(dcs[d]);
      }
    }
    return text.toString();
  }
}
