package io.atoll.incarnation;

/** What a {@link Claimant} wants done, in this order. */
public sealed interface Effect {
  /** Ask a member; once its answer, or that there is none, is reported, it may be asked again. */
  record Ask(int member, Claim claim) implements Effect {}

  /** Make the history durable, and report it. */
  record Remember(RunHistory history) implements Effect {}

  /**
   * Take a generation that was never used, durably, and report it.
   *
   * @param why for a person; nothing for a new directory, of which nobody needs to hear
   */
  record Renew(String why) implements Effect {}

  /** The node may make write events, under the generation that it has. */
  record Establish() implements Effect {}

  /** Tell a person, in one line. */
  record Tell(String line) implements Effect {}
}
