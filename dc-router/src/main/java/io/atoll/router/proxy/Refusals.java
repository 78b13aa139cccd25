package io.atoll.router.proxy;

import io.atoll.platform.http.Problem;
import io.atoll.wire.ProblemType;
import io.vertx.core.http.HttpHeaders;

/** What the router tells a client when it has no answer of a node for it. */
final class Refusals {
  private static final String EFFECT = "mayStillTakeEffect";
  private static final long SECOND_NANOS = 1_000_000_000L;

  private Refusals() {}

  static Problem routerIsFull(String why) {
    return new Problem(ProblemType.OVERLOADED, why);
  }

  static Problem nodesAreFull() {
    return new Problem(
            ProblemType.OVERLOADED,
            "every node that could serve this has as many requests as it may; nothing was"
                + " attempted")
        .with(EFFECT, false);
  }

  static Problem rateLimited(long waitNanos) {
    return new Problem(
            ProblemType.RATE_LIMITED,
            "this client has used up its requests; the next one may pass in %d ms"
                .formatted(waitNanos / 1_000_000 + 1))
        .withHeader(
            HttpHeaders.RETRY_AFTER, Long.toString((waitNanos + SECOND_NANOS - 1) / SECOND_NANOS));
  }

  static Problem nobodyThere() {
    return new Problem(
            ProblemType.UNAVAILABLE,
            "no DC has a node that can be asked, see /v1/router; nothing was attempted")
        .with(EFFECT, false);
  }

  /** Every node that was tried failed in a way that changed nothing. */
  static Problem allFailed(boolean read, int nodes, String last) {
    return new Problem(
            read ? ProblemType.NOT_ENOUGH_ANSWERS : ProblemType.UNAVAILABLE,
            "%d nodes were tried and none could serve this, the last: %s".formatted(nodes, last))
        .with(EFFECT, false);
  }

  /** The time is over, and no write was sent. */
  static Problem timeIsOver(boolean read, String waited) {
    return read
        ? new Problem(ProblemType.NOT_ENOUGH_ANSWERS, "the time is over: " + waited)
            .with(EFFECT, false)
        : new Problem(
                ProblemType.UNAVAILABLE,
                "the time is over: %s; nothing was attempted".formatted(waited))
            .with(EFFECT, false);
  }

  /** A write was sent, and nobody can know what became of it. */
  static Problem inDoubt(String why) {
    return new Problem(
            ProblemType.NOT_ENOUGH_ANSWERS,
            "the write was sent and its outcome is not known: %s; it may still take effect"
                .formatted(why))
        .with(EFFECT, true);
  }
}
