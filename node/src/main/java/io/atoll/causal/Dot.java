package io.atoll.causal;

import java.util.Objects;

/**
 * One write event.
 *
 * @param counter the actor's own count for the key, 1 or more
 */
public record Dot(Actor actor, long counter) implements Comparable<Dot> {
  public Dot {
    Objects.requireNonNull(actor, "actor");
    if (counter < 1) {
      throw new IllegalArgumentException("counter is " + counter + "; it must be 1 or more");
    }
  }

  @Override
  public int compareTo(Dot other) {
    int byActor = actor.compareTo(other.actor);
    return byActor != 0 ? byActor : Long.compare(counter, other.counter);
  }

  /** For example {@code 7.2:31}: the 31st write of actor 7.2. */
  @Override
  public String toString() {
    return actor + ":" + counter;
  }
}
