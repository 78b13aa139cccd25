package io.atoll.chaos.history;

import io.atoll.replication.Outcome;
import io.atoll.wire.FailureCode;

/** How a request ended, as its client was told. */
public sealed interface Ending {
  /** Nothing was said, yet or ever: a write may have taken effect. */
  Ending OPEN = new Open();

  /** Virtual time when it ended; -1 where nothing was said. */
  default long atNanos() {
    return -1;
  }

  /** Whether it was answered before a time. */
  default boolean isAnsweredBefore(long nanos) {
    return this instanceof Answered && atNanos() < nanos;
  }

  /** Nothing was said. */
  record Open() implements Ending {
    @Override
    public String toString() {
      return "no answer";
    }
  }

  /**
   * It was done.
   *
   * @param claims what the answer says about how; null where the client library keeps it
   */
  record Answered(@Override long atNanos, Claims claims) implements Ending {
    @Override
    public String toString() {
      return "answered at %.3f ms%s".formatted(atNanos / 1e6, claims == null ? "" : ", " + claims);
    }
  }

  /**
   * It was refused, or failed.
   *
   * @param code null where the client library gave up by itself
   * @param withoutEffect whether the store said that a write has no effect, now or later
   */
  record Refused(@Override long atNanos, FailureCode code, boolean withoutEffect, String message)
      implements Ending {
    @Override
    public String toString() {
      return "refused at %.3f ms, %s%s: %s"
          .formatted(atNanos / 1e6, code, withoutEffect ? " without effect" : "", message);
    }
  }

  /**
   * What an answer says of itself.
   *
   * @param asked how many replicas were asked
   * @param answered how many had answered: of a write, how many have it on disk
   * @param required how many had to
   * @param hints how many replicas did not answer and are stood in for
   * @param epoch of the topology that was used
   * @param overlapping whether it says that reads see every acknowledged write (R + W &gt; N)
   */
  record Claims(int asked, int answered, int required, int hints, long epoch, boolean overlapping) {
    /** As plain data, so that who judges it knows nothing of who said it. */
    public static Claims of(Outcome outcome) {
      return new Claims(
          outcome.asked(),
          outcome.answered(),
          outcome.required(),
          outcome.hints(),
          outcome.epoch(),
          outcome.overlapping());
    }
  }
}
