package io.atoll.client.engine;

import io.atoll.wire.LevelCode;

/**
 * How one request wants to be treated.
 *
 * @param level an {@link LevelCode}
 * @param sloppy whether a hint may stand in for a replica
 * @param timeoutMs how long it may take with all its attempts, 1 or more
 * @param repeatable whether it may be sent again although it may already have taken effect: reads
 *     always, writes when their owner says that twice does no harm
 * @param hedged whether a second node may be asked when the first is slower than usual
 * @param paced whether its owner has few enough of them in flight, so that it is never refused for
 *     their number, and waits out the overload of nodes until its time is up
 */
public record CallTerms(
    int level, boolean sloppy, int timeoutMs, boolean repeatable, boolean hedged, boolean paced) {
  /** Of one that is not paced. */
  public CallTerms(int level, boolean sloppy, int timeoutMs, boolean repeatable, boolean hedged) {
    this(level, sloppy, timeoutMs, repeatable, hedged, false);
  }

  public CallTerms {
    if (!LevelCode.isValid(level)) {
      throw new IllegalArgumentException("there is no consistency level of code " + level);
    }
    if (timeoutMs < 1) {
      throw new IllegalArgumentException(
          "the timeout is %d ms: must be at least 1".formatted(timeoutMs));
    }
  }

  /** The same, paced. */
  public CallTerms ofBatch() {
    return new CallTerms(level, sloppy, timeoutMs, repeatable, hedged, true);
  }
}
