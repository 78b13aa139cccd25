package io.atoll.membership;

/** Whether a peer answers requests, as {@link AnswerDetector} sees it. */
public enum Answering {
  /** It was not asked yet, or not for long enough to tell. */
  UNKNOWN,
  /** It answers. */
  ANSWERS,
  /** It was asked and says nothing, is too slow, or says that it does not serve. */
  SILENT;

  /**
   * Whether a peer is to be used: one that answers is, whatever gossip says, and one that is silent
   * is not. Gossip alone decides where neither is known.
   *
   * @param gossip what gossip says
   */
  public MemberState with(MemberState gossip) {
    return switch (this) {
      case UNKNOWN -> gossip;
      case ANSWERS -> MemberState.ALIVE;
      case SILENT -> MemberState.DOWN;
    };
  }
}
