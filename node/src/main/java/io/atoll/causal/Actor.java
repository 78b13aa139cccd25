package io.atoll.causal;

/**
 * Who writes: one incarnation of a replica. A member number is never given to another node, and a
 * node that may have lost what it wrote takes the next generation, so that no dot is ever used
 * twice.
 *
 * @param member the number of the member in the topology, 0 or more
 * @param generation the incarnation, 1 or more
 */
public record Actor(int member, int generation) implements Comparable<Actor> {
  public Actor {
    if (member < 0) {
      throw new IllegalArgumentException("member is " + member + "; it must be 0 or more");
    }
    if (generation < 1) {
      throw new IllegalArgumentException("generation is " + generation + "; it must be 1 or more");
    }
  }

  @Override
  public int compareTo(Actor other) {
    return Long.compare(key(), other.key());
  }

  /** Both numbers in one: keys are positive and sort as actors do. */
  long key() {
    return (long) member << 32 | generation;
  }

  static Actor ofKey(long key) {
    return new Actor((int) (key >>> 32), (int) key);
  }

  /** For example {@code 7.2}: member 7, second generation. */
  @Override
  public String toString() {
    return member + "." + generation;
  }
}
