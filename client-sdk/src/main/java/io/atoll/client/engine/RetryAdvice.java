package io.atoll.client.engine;

import io.atoll.wire.FailureCode;

/** What may help against a failure that a node answered. */
enum RetryAdvice {
  /** Nothing: the request is wrong, or every node would say the same. */
  NONE,
  /** The keyspace may be in a newer view. */
  NEWER_VIEW,
  /** Another node may see other replicas, or have a healthier disk. */
  OTHER_NODE,
  /** Time, and another node. */
  PAUSE;

  static RetryAdvice of(FailureCode code) {
    return switch (code) {
      case UNKNOWN_KEYSPACE -> NEWER_VIEW;
      case IMPOSSIBLE_LEVEL, TOO_MANY_SIBLINGS, INVALID_REQUEST, NOT_IMPLEMENTED -> NONE;
      case UNAVAILABLE, NOT_ENOUGH_ANSWERS, CONTEXT_NOT_REACHED, STORAGE_REFUSED, DEFECT ->
          OTHER_NODE;
      case OVERLOADED -> PAUSE;
    };
  }
}
