package io.atoll.membership;

/** One question to one peer that still waits for an answer. */
final class Probe {
  final PeerRecord target;
  final int nonce;

  /** Between two attempts, stretched by local health when the probe began. */
  final long retryMs;

  final long deadlineMs;
  long nextAttemptMs;
  int attempts;
  boolean askedHelpers;
  boolean helperAnswered;

  Probe(PeerRecord target, int nonce, long retryMs, long deadlineMs, long nowMs) {
    this.target = target;
    this.nonce = nonce;
    this.retryMs = retryMs;
    this.deadlineMs = deadlineMs;
    this.nextAttemptMs = nowMs;
  }
}
