package io.atoll.consensus;

/** How a proposal ended. Every proposal ends exactly once, unless the node stops before. */
public sealed interface ProposalEnd {
  /**
   * The value is what was decided for its epoch, and stays it. It was not when it was proposed. Two
   * proposals of equal bytes that were put to the vote at the same time are one and the same value:
   * both are told this.
   */
  record Decided() implements ProposalEnd {}

  /** Another had decided a value for that epoch, perhaps an equal one: this one never will be. */
  record LostTo(byte[] winner) implements ProposalEnd {}

  /**
   * The outcome is not known here.
   *
   * @param mayBeDecided whether this proposal put its value to the vote, so that it may have been
   *     decided or may be yet; when false nothing comes of it any more, though an equal value that
   *     was proposed before, or by another node, still may be decided
   */
  record GaveUp(Reason reason, boolean mayBeDecided) implements ProposalEnd {}

  /** Why a proposal was given up. */
  enum Reason {
    /** No majority of the voters answered within the proposal's time. */
    NO_MAJORITY_IN_TIME,
    /**
     * The epoch was decided, but by what nobody who was asked remembers: this node has gone on to a
     * much later epoch.
     */
    EPOCH_FORGOTTEN,
    /** Too many proposals wait on this node already. */
    TOO_MANY_PROPOSALS
  }
}
