package io.atoll.chaos.model;

import io.atoll.ring.ConsistencyLevel;
import java.util.function.Predicate;

/**
 * Which sets of a key's replicas satisfy a consistency level: the definition, word for word. Who of
 * a DC is in a set makes no difference, so a set is how many it has in each DC; what is said of all
 * sets is found by going through them.
 *
 * @param dc the DC of the coordinator, which {@code local_one} and {@code local_quorum} are about
 * @param replicas all replicas that the key has
 */
public record LevelRule(ConsistencyLevel level, String dc, ReplicaCounts replicas) {
  /** Whether so many replicas are enough. */
  public boolean metBy(ReplicaCounts having) {
    int[] counts = new int[replicas.dcCount()];
    for (int place = 0; place < counts.length; place++) {
      counts[place] = having.in(replicas.dc(place));
    }
    return metBy(counts);
  }

  /**
   * @param having by the place of a DC among those that have replicas
   */
  private boolean metBy(int[] having) {
    return switch (level) {
      case ConsistencyLevel.Count count -> sum(having) >= count.replicas();
      case ConsistencyLevel.Named named ->
          switch (named) {
            case ONE -> sum(having) >= 1;
            case LOCAL_ONE -> local(having) >= 1;
            case QUORUM -> isMajority(sum(having), replicas.total());
            case LOCAL_QUORUM -> isMajority(local(having), replicas.in(dc));
            case EACH_QUORUM -> isMajorityOfEach(having);
            case ALL -> sum(having) == replicas.total();
          };
    };
  }

  private static int sum(int[] counts) {
    int sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  private int local(int[] having) {
    int place = replicas.placeOf(dc);
    return place < 0 ? 0 : having[place];
  }

  private boolean isMajorityOfEach(int[] having) {
    for (int place = 0; place < having.length; place++) {
      if (!isMajority(having[place], replicas.at(place))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMajority(int some, int all) {
    return 2 * some > all;
  }

  /** Whether all replicas together are enough; where not, the level can never be met. */
  public boolean isPossible() {
    return metBy(replicas);
  }

  /** The fewest replicas that can be enough; -1 where it is impossible. */
  public int fewest() {
    int[] fewest = {-1};
    anyEnough(
        enough -> {
          int count = sum(enough);
          fewest[0] = fewest[0] < 0 ? count : Math.min(fewest[0], count);
          return false;
        });
    return fewest[0];
  }

  /**
   * Whether every set that satisfies this meets every set that satisfies the other (R + W &gt; N),
   * in a replica that was not harmed. A level that is impossible is never satisfied, so that it
   * meets nothing.
   *
   * @param other for the same replicas
   * @param harmed replicas that may have lost what they had: both sets may have them in common
   */
  public boolean overlaps(LevelRule other, ReplicaCounts harmed) {
    if (!isPossible() || !other.isPossible()) {
      return false;
    }
    int[] rest = new int[replicas.dcCount()];
    return !anyEnough(
        enough -> {
          // The most that another set can have and share no unharmed replica with this one.
          for (int place = 0; place < rest.length; place++) {
            int all = replicas.at(place);
            rest[place] = Math.min(all, all - enough[place] + harmed.in(replicas.dc(place)));
          }
          return other.metBy(rest);
        });
  }

  /** The same where no replica was harmed. */
  public boolean overlaps(LevelRule other) {
    return overlaps(other, ReplicaCounts.NONE);
  }

  /** Whether something is so of any set that is enough; it is asked of one after the other. */
  private boolean anyEnough(Predicate<int[]> what) {
    int[] set = new int[replicas.dcCount()];
    do {
      if (metBy(set) && what.test(set)) {
        return true;
      }
    } while (next(set));
    return false;
  }

  /** Counts on, the last DC first; false when it was the last set. */
  private boolean next(int[] set) {
    for (int place = set.length - 1; place >= 0; place--) {
      if (set[place] < replicas.at(place)) {
        set[place]++;
        return true;
      }
      set[place] = 0;
    }
    return false;
  }

  @Override
  public String toString() {
    return "%s in %s of %s".formatted(level, dc, replicas);
  }
}
