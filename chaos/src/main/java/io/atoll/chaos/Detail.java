package io.atoll.chaos;

/** How much the transcript of a run tells. What the run does is the same. */
public enum Detail {
  /** Nodes and faults, even when a promise was broken. */
  VERDICT,
  /** Nodes and faults; every request too when a promise was broken. */
  USUAL,
  /** Every request, whether the run is good or not. */
  REQUESTS,
  /** Every request and every message. */
  MESSAGES
}
