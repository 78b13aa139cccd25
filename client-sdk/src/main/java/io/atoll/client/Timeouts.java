package io.atoll.client;

import java.time.Duration;

/** Checks timeouts: the protocol carries whole milliseconds. */
final class Timeouts {
  static final Duration MAX = Duration.ofMillis(Integer.MAX_VALUE);
  private static final Duration MIN = Duration.ofMillis(1);

  private Timeouts() {}

  static boolean isPossible(Duration timeout) {
    return timeout.compareTo(MIN) >= 0 && timeout.compareTo(MAX) <= 0;
  }

  /** Throws unless a timeout is possible or null. */
  static void check(String field, Duration timeout) {
    if (timeout != null && !isPossible(timeout)) {
      throw new IllegalArgumentException(
          "%s is %s; it must be 1 ms to %d ms".formatted(field, timeout, MAX.toMillis()));
    }
  }
}
