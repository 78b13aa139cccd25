package io.atoll.env;

/** What time it is. Callable from any thread. */
public interface Clock {
  /**
   * Milliseconds since 1970 UTC; may jump in either direction. For timestamps, never for durations.
   */
  long wallMs();

  /** Nanoseconds from an arbitrary origin; never goes back. For durations and deadlines. */
  long nanos();

  /** {@link #nanos()} in milliseconds. */
  default long millis() {
    return nanos() / 1_000_000;
  }
}
