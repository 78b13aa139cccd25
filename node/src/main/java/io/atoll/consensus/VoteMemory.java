package io.atoll.consensus;

/** What a node knows of the votes that it cast in earlier runs. */
public enum VoteMemory {
  /** Nobody can say yet whether its state is the newest: it does not vote. */
  UNKNOWN,
  /** Its state is the newest that it had: it votes. */
  WHOLE,
  /**
   * Its state is older than its last vote, or gone: it votes when it has learnt from others what it
   * may have voted.
   */
  LOST
}
