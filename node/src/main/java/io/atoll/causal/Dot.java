package io.atoll.causal;

/**
 * One write event.
 *
 * @param counter the actor's own count for the key, 1 or more
 */
public record Dot(Actor actor, long counter) implements Comparable<Dot> {
  @Override
  public int compareTo(Dot other) {
    int byActor = actor.compareTo(other.actor);
    return byActor != 0 ? byActor : Long.compare(counter, other.counter);
  }
}
