package io.atoll.causal;

/**
 * Who writes: one incarnation of a replica. A member number is never given to another node, and a
 * node that may have lost what it wrote takes another generation, so that no dot is ever used
 * twice. Generations have room for ones drawn at random: a node that cannot know which were used
 * draws one that certainly was not, for all that chance can do.
 *
 * @param member the number of the member in the topology, 0 to {@link #MAX_MEMBER}
 * @param generation the incarnation, 1 to {@link #MAX_GENERATION}
 */
public record Actor(int member, long generation) implements Comparable<Actor> {
  private static final int GENERATION_BITS = 43;

  /** The highest number of a member. */
  public static final int MAX_MEMBER = (1 << 63 - GENERATION_BITS) - 1;

  /** The highest generation. */
  public static final long MAX_GENERATION = (1L << GENERATION_BITS) - 1;

  public Actor {
    if (member < 0 || member > MAX_MEMBER) {
      throw new IllegalArgumentException(
          "member is %d; it must be 0 to %d".formatted(member, MAX_MEMBER));
    }
    if (generation < 1 || generation > MAX_GENERATION) {
      throw new IllegalArgumentException(
          "generation is %d; it must be 1 to %d".formatted(generation, MAX_GENERATION));
    }
  }

  @Override
  public int compareTo(Actor other) {
    return Long.compare(key(), other.key());
  }

  /** Both numbers in one: keys are positive and sort as actors do. */
  long key() {
    return key(member, generation);
  }

  /** The key of two numbers within their bounds. */
  static long key(long member, long generation) {
    return member << GENERATION_BITS | generation;
  }

  static long memberOf(long key) {
    return key >>> GENERATION_BITS;
  }

  static long generationOf(long key) {
    return key & MAX_GENERATION;
  }

  static Actor ofKey(long key) {
    return new Actor((int) memberOf(key), generationOf(key));
  }

  /** For example {@code 7.2}: member 7, second generation. */
  @Override
  public String toString() {
    return member + "." + generation;
  }
}
