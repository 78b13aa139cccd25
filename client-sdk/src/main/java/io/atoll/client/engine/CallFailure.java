package io.atoll.client.engine;

import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;

/**
 * Why a request was not fulfilled.
 *
 * @param code what the node said; null where no node said anything
 * @param outcome what the node said of the replicas; {@link Outcome#NONE} where it did not
 * @param mayHaveTakenEffect whether a write may have been done, or may still be
 * @param message for a person: what was tried, and what came of it
 */
public record CallFailure(
    Kind kind, FailureCode code, Outcome outcome, boolean mayHaveTakenEffect, String message) {
  /** In which way it failed. */
  public enum Kind {
    /** A node refused or could not; {@code code} says how. */
    ANSWERED,
    /** No node could be reached. */
    UNREACHABLE,
    /** The request timed out, or its connection broke, before an answer came. */
    UNANSWERED,
    /** The client has too many requests in flight already; nothing was sent. */
    OVERLOADED,
    /** The client is closed. */
    CLOSED
  }
}
