package io.atoll.chaos.fault;

/**
 * One fault at its time.
 *
 * @param id unique in its plan, from 1, in the order of time
 * @param atMs when it begins, in virtual time of the run
 * @param forMs how long it lasts
 */
public record Strike(int id, long atMs, long forMs, Fault fault) {
  /** When it ends. */
  public long untilMs() {
    return atMs + forMs;
  }

  /** When nothing of it is felt any more. */
  public long feltUntilMs() {
    return untilMs() + fault.echoMs();
  }

  /** Whether it lasts during some part of a time. */
  public boolean overlaps(long fromNanos, long toNanos) {
    return fromNanos < untilMs() * 1_000_000 && toNanos > atMs * 1_000_000;
  }

  @Override
  public String toString() {
    return "strike %d, %d ms from %d ms: %s".formatted(id, forMs, atMs, fault);
  }
}
