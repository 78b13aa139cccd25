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
  @Override
  public int compareTo(Actor other) {
    int byMember = Integer.compare(member, other.member);
    return byMember != 0 ? byMember : Integer.compare(generation, other.generation);
  }
}
