package io.atoll.chaos.model;

import io.atoll.ring.ConsistencyLevel;

/**
 * Which sets of a key's replicas satisfy a consistency level: the definition, word for word. Who of
 * a DC is in a set makes no difference, so a set is how many it has in each DC.
 *
 * @param dc the DC of the coordinator, which {@code local_one} and {@code local_quorum} are about
 * @param replicas all replicas that the key has
 */
public record LevelRule(ConsistencyLevel level, String dc, ReplicaCounts replicas) {
  /** Whether so many replicas are enough. */
  public boolean metBy(ReplicaCounts having) {
    return switch (level) {
      case ConsistencyLevel.Count count -> having.total() >= count.replicas();
      case ConsistencyLevel.Named named ->
          switch (named) {
            case ONE -> having.total() >= 1;
            case LOCAL_ONE -> having.in(dc) >= 1;
            case QUORUM -> isMajority(having.total(), replicas.total());
            case LOCAL_QUORUM -> isMajority(having.in(dc), replicas.in(dc));
            case EACH_QUORUM ->
                replicas.byDc().keySet().stream()
                    .allMatch(each -> isMajority(having.in(each), replicas.in(each)));
            case ALL -> having.total() == replicas.total();
          };
    };
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
    return replicas.choices().stream()
        .filter(this::metBy)
        .mapToInt(ReplicaCounts::total)
        .min()
        .orElse(-1);
  }

  /** The fewest replicas of one DC in any set that is enough; -1 where it is impossible. */
  public int fewestIn(String anyDc) {
    return replicas.choices().stream()
        .filter(this::metBy)
        .mapToInt(enough -> enough.in(anyDc))
        .min()
        .orElse(-1);
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
    return isPossible()
        && other.isPossible()
        && replicas.choices().stream()
            .filter(this::metBy)
            .noneMatch(enough -> other.metBy(replicas.besides(enough, harmed)));
  }

  /** The same where no replica was harmed. */
  public boolean overlaps(LevelRule other) {
    return overlaps(other, ReplicaCounts.NONE);
  }

  @Override
  public String toString() {
    return "%s in %s of %s".formatted(level, dc, replicas);
  }
}
