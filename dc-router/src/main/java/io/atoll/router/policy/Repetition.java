package io.atoll.router.policy;

import io.atoll.router.policy.AttemptEnd.Answered;
import io.atoll.router.policy.AttemptEnd.BrokenOff;
import io.atoll.router.policy.AttemptEnd.NeverSent;
import io.atoll.router.policy.AttemptEnd.Silent;
import io.atoll.wire.ProblemType;

/**
 * What may be tried once more, and where.
 *
 * <p>Reads may always be. A write may be only when the attempt surely did nothing: it was never
 * sent, or the node said so. A write that took effect twice would be two values side by side, which
 * no client asked for; so where nobody can know, the client is told that nobody knows.
 */
public enum Repetition {
  /** What came is the answer. */
  NONE,
  /** Another node of the same DC may do better. */
  ANOTHER_NODE,
  /** All nodes of a DC would say the same; another DC may not. */
  ANOTHER_DC;

  /**
   * Where a request may be tried again after an attempt ended.
   *
   * @param read whether the request only reads
   */
  public static Repetition after(AttemptEnd end, boolean read) {
    return switch (end) {
      case NeverSent never -> ANOTHER_NODE;
      case BrokenOff broken -> read ? ANOTHER_NODE : NONE;
      case Silent silent -> read ? ANOTHER_NODE : NONE;
      case Answered answered -> {
        ProblemType problem = ProblemType.ofKind(answered.problem());
        boolean untouched =
            problem != null
                && problem.notAttempted()
                && problem != ProblemType.RATE_LIMITED
                && answered.status() == problem.status();
        if (!untouched && !(read && isFailure(answered.status()))) {
          yield NONE;
        }
        yield problem == ProblemType.UNAVAILABLE ? ANOTHER_DC : ANOTHER_NODE;
      }
    };
  }

  private static boolean isFailure(int status) {
    return status == 500 || status == 502 || status == 503 || status == 504;
  }
}
