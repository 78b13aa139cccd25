package io.atoll.consensus;

import io.atoll.consensus.Message.OfInstance;
import io.atoll.synod.Acceptor;
import io.atoll.synod.Ballot;
import io.atoll.synod.SynodMessage.Accepted;
import io.atoll.synod.SynodMessage.Answer;
import io.atoll.synod.SynodMessage.Prepare;
import io.atoll.synod.SynodMessage.Promise;
import io.atoll.synod.SynodMessage.Refused;
import io.atoll.synod.Vote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a voter that has lost its state comes to vote again in the open instance: it has a ballot
 * promised by other voters, more than half of <em>all</em> voters without itself, and takes over
 * the vote at the highest ballot that they tell.
 *
 * <p><b>Why that is enough.</b> Let a value have been accepted by a majority with this voter in it.
 * The others of that majority and those who answered are together more than there are other voters,
 * so one of them is both, and tells the vote. Whoever promised grants nothing below the ballot any
 * more, so nothing can be decided there without this voter, and it grants nothing below either. The
 * ballot is {@value #GAP} rounds above all that was seen, so that this voter cannot have promised a
 * higher one before.
 *
 * <p>It may have voted in one instance beyond the one that is open as far as the others know, for
 * it may have been the first to hear of a decision. So it recollects in two instances before it is
 * whole again.
 *
 * <p>Its ballots bear a mark in the name of their proposer. Voters that have lost their state
 * themselves answer those and no others: where most have, what is lost is lost, and it is better to
 * go on with what the rest remembers than never to decide again.
 */
final class Recollection {
  /** How far a node that has forgotten its ballots keeps away from all that it may have used. */
  static final long GAP = 1L << 20;

  private static final String MARK = "/recollects";
  private static final int INSTANCES = 2;

  private final String self;
  private final TopologyLogSettings settings;
  private final Outbox outbox;
  private final Map<String, Optional<Vote<byte[]>>> told = new TreeMap<>();
  private Ballot ballot = Ballot.NONE;
  private long sleepUntilMs = Long.MIN_VALUE;
  private boolean complete;
  private int instances;

  Recollection(String self, TopologyLogSettings settings, Outbox outbox) {
    this.self = self;
    this.settings = settings;
    this.outbox = outbox;
  }

  /** Whether a ballot is one of a recollection. */
  static boolean isMarked(Ballot ballot) {
    return ballot.proposer().endsWith(MARK);
  }

  /** The next instance is open. */
  void begin() {
    told.clear();
    ballot = Ballot.NONE;
    sleepUntilMs = Long.MIN_VALUE;
    complete = false;
  }

  /** Whether this voter may vote in the open instance. */
  boolean isComplete() {
    return complete;
  }

  /** Whether nothing can be missing any more, in whatever instance. */
  boolean isWhole() {
    return instances >= INSTANCES;
  }

  /** Asks those who have not answered, when it is time. */
  void drive(long nowMs, long epoch, List<String> voters, Candidate candidate) {
    if (complete || nowMs < sleepUntilMs) {
      return;
    }
    if (ballot.equals(Ballot.NONE)) {
      ballot = new Ballot(candidate.roundAfter(GAP), self + MARK);
      outbox.changed();
    }
    sleepUntilMs = nowMs + settings.rounds().resendMs();
    for (String voter : voters) {
      if (!voter.equals(self) && !told.containsKey(voter)) {
        outbox.send(voter, new OfInstance(epoch, new Prepare<>(ballot)));
      }
    }
  }

  /**
   * Counts an answer.
   *
   * @return what this voter's acceptor is from now on, once enough have answered
   */
  Optional<Acceptor<byte[]>> answered(
      String from, Answer<byte[]> answer, List<String> voters, Acceptor<byte[]> own) {
    if (complete || !answer.ballot().equals(ballot) || !voters.contains(from)) {
      return Optional.empty();
    }
    switch (answer) {
      case Promise<byte[]> promise -> told.put(from, promise.vote());
      case Refused<byte[]> refused -> begin();
      case Accepted<byte[]> other -> {}
    }
    return told.size() > voters.size() / 2 ? Optional.of(recollected(own)) : Optional.empty();
  }

  private Acceptor<byte[]> recollected(Acceptor<byte[]> own) {
    Optional<Vote<byte[]>> highest = own.vote();
    for (Optional<Vote<byte[]>> vote : told.values()) {
      if (vote.isPresent()
          && (highest.isEmpty() || vote.get().ballot().compareTo(highest.get().ballot()) > 0)) {
        highest = vote;
      }
    }
    complete();
    return new Acceptor<>(ballot, highest);
  }

  /** A voter that is alone has nobody to contradict. */
  void complete() {
    complete = true;
    instances++;
  }
}
