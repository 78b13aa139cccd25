package io.atoll.consensus;

import io.atoll.consensus.Message.Accept;
import io.atoll.consensus.Message.OfInstance;
import io.atoll.consensus.Message.Prepare;
import io.atoll.consensus.Message.Promise;
import io.atoll.env.Invariant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One node's attempts to have an epoch decided: ballot after ballot, each first prepared, then put
 * to the vote, until a majority accepted or somebody stops it. It counts answers and knows which
 * request is under way; sending, time and durability are its owner's.
 */
final class Proposer {
  private enum Phase {
    WAITING,
    PREPARING,
    VOTING
  }

  private final Proposals.Proposal proposal;
  private final List<String> voters;
  private final TreeSet<String> answered = new TreeSet<>();
  private Phase phase = Phase.WAITING;
  private Ballot ballot = Ballot.NONE;
  private Optional<Vote> highestVote = Optional.empty();
  private byte[] value;
  private long nextMs = Long.MIN_VALUE;
  private int refusals;

  Proposer(Proposals.Proposal proposal, List<String> voters) {
    this.proposal = proposal;
    this.voters = voters;
    this.value = proposal.value();
  }

  Proposals.Proposal proposal() {
    return proposal;
  }

  /** What is put to the vote: of the proposal, or what a voter was found to have accepted. */
  byte[] value() {
    return value;
  }

  /** Whether it waits for the time of its next ballot. */
  boolean isWaiting() {
    return phase == Phase.WAITING;
  }

  /** How often in a row others were ahead. */
  int refusals() {
    return refusals;
  }

  boolean isDue(long nowMs) {
    return nowMs >= nextMs;
  }

  /** Nothing is to be done before that time, unless an answer comes. */
  void sleepUntil(long atMs) {
    nextMs = atMs;
  }

  /** Opens a ballot that this node has never used. */
  void prepare(Ballot fresh) {
    Invariant.check(fresh.compareTo(ballot) > 0, "a proposer's ballots rise");
    ballot = fresh;
    phase = Phase.PREPARING;
    highestVote = Optional.empty();
    answered.clear();
  }

  /** The request that is under way; not while waiting. */
  OfInstance request() {
    return phase == Phase.PREPARING
        ? new Prepare(proposal.epoch(), ballot)
        : new Accept(proposal.epoch(), ballot, value);
  }

  /** The voters to whom the request must be sent, or sent again. */
  List<String> unanswered() {
    return voters.stream().filter(v -> !answered.contains(v)).toList();
  }

  /**
   * Counts a promise.
   *
   * @return whether it made the majority: the vote is open, on the value that any voter of the
   *     majority accepted at the highest ballot, for that one may have been decided
   */
  boolean promised(String from, Promise promise) {
    if (!answers(Phase.PREPARING, from, promise.ballot())) {
      return false;
    }
    if (promise.vote().isPresent()
        && (highestVote.isEmpty()
            || promise.vote().get().ballot().compareTo(highestVote.get().ballot()) > 0)) {
      highestVote = promise.vote();
    }
    if (!hasMajority()) {
      return false;
    }
    phase = Phase.VOTING;
    value = highestVote.map(Vote::value).orElse(proposal.value());
    answered.clear();
    return true;
  }

  /**
   * Counts a vote.
   *
   * @return whether it made the majority: the value is decided
   */
  boolean accepted(String from, Ballot of) {
    return answers(Phase.VOTING, from, of) && hasMajority();
  }

  /** Whether that refusal ended the ballot under way; a new one is then to be made. */
  boolean refused(String from, Ballot of) {
    if (phase == Phase.WAITING || !of.equals(ballot) || !voters.contains(from)) {
      return false;
    }
    rest();
    return true;
  }

  /** Ends the ballot under way. */
  void rest() {
    phase = Phase.WAITING;
    refusals++;
  }

  private boolean answers(Phase expected, String from, Ballot of) {
    return phase == expected && of.equals(ballot) && voters.contains(from) && answered.add(from);
  }

  private boolean hasMajority() {
    return answered.size() > voters.size() / 2;
  }
}
