package io.atoll.consensus;

import io.atoll.synod.Ballot;
import io.atoll.synod.Proposer;
import io.atoll.synod.Proposer.Progress;
import io.atoll.synod.Quorum;
import io.atoll.synod.SynodMessage.Answer;
import io.atoll.synod.SynodMessage.Request;
import java.util.List;
import java.util.Optional;

/**
 * One node's attempt to have a proposal decided: ballot after ballot, with pauses between, until
 * one decides or somebody stops it. Sending and durability are its owner's.
 */
final class Attempt {
  private final Proposals.Proposal proposal;
  private final List<String> voters;
  private Optional<Proposer<byte[]>> ballot = Optional.empty();
  private long nextMs = Long.MIN_VALUE;
  private int refusals;

  Attempt(Proposals.Proposal proposal, List<String> voters) {
    this.proposal = proposal;
    this.voters = voters;
  }

  Proposals.Proposal proposal() {
    return proposal;
  }

  /** What is put to the vote: of the proposal, or what a voter was found to have accepted. */
  byte[] value() {
    return ballot.orElseThrow().value();
  }

  /** Whether it waits for the time of its next ballot. */
  boolean isWaiting() {
    return ballot.isEmpty();
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
    ballot =
        Optional.of(
            new Proposer<>(
                fresh,
                voters,
                Quorum.majorityOf(voters),
                accepted -> accepted.orElse(proposal.value())));
  }

  /** The request in progress; none while waiting. */
  Request<byte[]> request() {
    return ballot.orElseThrow().request();
  }

  /** The voters to whom the request must be sent, or sent again. */
  List<String> unanswered() {
    return ballot.orElseThrow().unanswered();
  }

  /** Counts an answer. */
  Progress answered(String from, Answer<byte[]> answer) {
    Progress progress = ballot.map(open -> open.answered(from, answer)).orElse(Progress.NONE);
    if (progress == Progress.OUTBID) {
      rest();
    }
    return progress;
  }

  /** Ends the current ballot. */
  void rest() {
    ballot = Optional.empty();
    refusals++;
  }
}
