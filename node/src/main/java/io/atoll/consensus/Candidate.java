package io.atoll.consensus;

import io.atoll.consensus.Message.OfInstance;
import io.atoll.synod.Ballot;
import io.atoll.synod.Proposer.Progress;
import io.atoll.synod.SynodMessage.Answer;
import io.atoll.synod.SynodMessage.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * This node as a proposer of the open instance: it puts forward the first of its proposals, in
 * ballots that it has never used, and waits a random time when it was outbid, twice as long each
 * time.
 */
final class Candidate {
  private final String self;
  private final TopologyLogSettings settings;
  private final RandomGenerator entropy;
  private final Values values;
  private final Outbox outbox;
  private Optional<Attempt> attempt = Optional.empty();
  private long ownRound;
  private long highestRound;

  /**
   * @param ownRound the highest round of which this node made a ballot
   * @param promised the highest ballot that it knows of
   */
  Candidate(
      String self,
      TopologyLogSettings settings,
      RandomGenerator entropy,
      Values values,
      Outbox outbox,
      long ownRound,
      Ballot promised) {
    this.self = self;
    this.settings = settings;
    this.entropy = entropy;
    this.values = values;
    this.outbox = outbox;
    this.ownRound = ownRound;
    this.highestRound = Math.max(ownRound, promised.round());
  }

  long ownRound() {
    return ownRound;
  }

  /** A round that is that far above all that this node knows of, used from now on. */
  long roundAfter(long gap) {
    ownRound = Math.max(ownRound, highestRound) + gap;
    highestRound = ownRound;
    return ownRound;
  }

  /** Somebody used that ballot: the next of this node is higher. */
  void seen(Ballot ballot) {
    highestRound = Math.max(highestRound, ballot.round());
  }

  /** The next instance is open. */
  void begin() {
    attempt = Optional.empty();
  }

  /** Counts a voter's answer; the value that it decided, if it did. */
  Optional<byte[]> answered(long nowMs, String from, long epoch, Answer<byte[]> answer) {
    if (answer instanceof Refused<byte[]> refused) {
      seen(refused.promised());
    }
    if (attempt.isEmpty()) {
      return Optional.empty();
    }
    Attempt open = attempt.get();
    Progress progress = open.answered(from, answer);
    switch (progress) {
      case NONE, DECIDED -> {}
      case PROMISED -> vote(nowMs, from, epoch, open);
      case OUTBID -> backOff(nowMs, open);
    }
    return progress == Progress.DECIDED ? Optional.of(open.value()) : Optional.empty();
  }

  private void vote(long nowMs, String from, long epoch, Attempt open) {
    if (!values.isReadable(from, epoch, open.value())) {
      open.rest();
      backOff(nowMs, open);
      return;
    }
    if (Arrays.equals(open.value(), open.proposal().value())) {
      open.proposal().expose();
    }
    request(nowMs, epoch, open);
  }

  /** Does what is due for the proposal to put forward, if there is one. */
  void drive(long nowMs, long epoch, Optional<Proposals.Proposal> proposal, List<String> voters) {
    if (proposal.isEmpty()) {
      attempt = Optional.empty();
      return;
    }
    if (attempt.isEmpty() || attempt.get().proposal() != proposal.get()) {
      attempt = Optional.of(new Attempt(proposal.get(), voters));
    }
    Attempt due = attempt.get();
    if (!due.isDue(nowMs)) {
      return;
    }
    if (due.isWaiting()) {
      ownRound = Math.max(ownRound, highestRound) + 1;
      highestRound = ownRound;
      outbox.changed();
      due.prepare(new Ballot(ownRound, self));
    }
    request(nowMs, epoch, due);
  }

  private void request(long nowMs, long epoch, Attempt asking) {
    Message request = new OfInstance(epoch, asking.request());
    asking.unanswered().forEach(voter -> outbox.send(voter, request));
    asking.sleepUntil(nowMs + settings.rounds().resendMs());
  }

  private void backOff(long nowMs, Attempt outbid) {
    int doublings = Math.min(outbid.refusals() - 1, 20);
    long longestMs =
        Math.min(settings.rounds().backoffMs() << doublings, settings.rounds().maxBackoffMs());
    outbid.sleepUntil(nowMs + 1 + entropy.nextLong(longestMs));
  }
}
