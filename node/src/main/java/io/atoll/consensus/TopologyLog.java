package io.atoll.consensus;

import io.atoll.consensus.Effect.Adopted;
import io.atoll.consensus.Effect.ProposalEnded;
import io.atoll.consensus.Message.Decided;
import io.atoll.consensus.Message.Fetch;
import io.atoll.consensus.Message.Fetched;
import io.atoll.consensus.Message.OfInstance;
import io.atoll.consensus.Proposals.Proposal;
import io.atoll.env.Invariant;
import io.atoll.synod.Acceptor;
import io.atoll.synod.SynodMessage.Answer;
import io.atoll.synod.SynodMessage.Request;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The topology log of one node: which value each epoch has, the same on all nodes. A pure state
 * machine: single-threaded, without clock or I/O; every call returns what is to be done, in order
 * (the rule for doing it is {@link Effect}'s). Times are milliseconds of one monotonic clock;
 * {@link #tick} wants calling several times per {@link TopologyLogSettings.Rounds#resendMs}.
 *
 * <p><b>How it decides.</b> Epoch e+1 is one instance of the Synod protocol (Lamport, "The
 * Part-Time Parliament", 1998, and "Paxos Made Simple", 2001) whose acceptors are the voters named
 * by the value of epoch e, as in Lamport's own scheme for changing the acceptors through the
 * decided sequence, with a window of one: only the instance after the newest epoch is open, so
 * everyone who takes part in it has read who its voters are. Any node may propose, voter or not. A
 * proposer has a ballot promised by a majority, puts to the vote the value that this majority
 * accepted at the highest ballot, its own only where there is none, and has decided when a majority
 * accepted. Proposers that outbid each other wait a random time, twice as long each time. A voter
 * that holds an accepted value of which nothing more is heard proposes it itself: what a crashed
 * proposer left half done is settled in seconds, not at the next change months later.
 *
 * <p><b>Why old epochs may be forgotten.</b> A node that has adopted epoch e never votes in
 * instance e or below again; it answers with what was decided. Any majority of the voters of e
 * shares a node with the one that decided e, and that node either still has its vote or does not
 * vote any more: nothing else can be decided for e, whoever has dropped its acceptor state. And a
 * decided value describes a whole topology, so a node that is far behind may jump to the oldest
 * epoch that a peer still has, or to the newest: it needs the values between for nothing but to
 * tell its own proposals how they ended.
 */
public final class TopologyLog {
  private final String self;
  private final TopologyLogSettings settings;
  private final History history;
  private final Outbox outbox;
  private final Values values;
  private final Voter voter;
  private final Candidate candidate;
  private final Proposals proposals = new Proposals();
  private final CatchUp catchUp;
  private List<String> voters;
  private VoteMemory memory = VoteMemory.WHOLE;
  private long lastProposal;

  /**
   * @param self this node's id
   * @param entropy for waiting times and the choice of peers
   * @throws io.atoll.bytes.MalformedBytesException when the restored state is damaged or of a newer
   *     format
   * @throws IllegalArgumentException when the value of the newest epoch cannot be read
   */
  public TopologyLog(
      String self,
      VoterRule voterRule,
      RandomGenerator entropy,
      TopologyLogSettings settings,
      StartingPoint start) {
    this.self = self;
    this.settings = settings;
    DurableState state =
        switch (start) {
          case StartingPoint.Formed f ->
              new DurableState(0, Acceptor.fresh(), 1, List.of(limited(f.value())));
          case StartingPoint.Restored r -> DurableState.decode(r.state());
        };
    history = new History(settings, state.firstEpoch(), state.decided());
    outbox = new Outbox(self, () -> durableState().encode());
    values = new Values(voterRule, outbox);
    voters = values.votersOf(history.newest());
    voter = new Voter(self, settings, entropy, values, outbox, state.acceptor());
    candidate =
        new Candidate(
            self, settings, entropy, values, outbox, state.ownRound(), state.acceptor().promised());
    catchUp = new CatchUp(settings.fetchTimeoutMs(), entropy);
    if (start instanceof StartingPoint.Formed) {
      outbox.changed();
    }
  }

  /** A proposal that was begun, and what is to be done now. */
  public record Begun(ProposalId id, List<Effect> effects) {}

  /**
   * Proposes a value; {@link ProposalEnded} tells the end, perhaps among the effects of this very
   * call.
   *
   * @param epoch the epoch that the value is to become: one more than the epoch it was made from
   * @throws IllegalArgumentException when the value cannot be read or is too large, or the epoch is
   *     2 or more ahead of {@link #newestEpoch}
   */
  public Begun propose(long nowMs, long epoch, byte[] value) {
    values.votersOf(limited(value));
    if (epoch > history.newestEpoch() + 1 || epoch < 1) {
      throw new IllegalArgumentException(
          "a value for epoch %d was proposed: at most %d can be"
              .formatted(epoch, history.newestEpoch() + 1));
    }
    ProposalId id = new ProposalId(++lastProposal);
    if (proposals.size() >= settings.proposals().maxWaiting()) {
      outbox.emit(
          new ProposalEnded(
              id, new ProposalEnd.GaveUp(ProposalEnd.Reason.TOO_MANY_PROPOSALS, false)));
    } else {
      proposals.add(
          new Proposal(Optional.of(id), epoch, value, nowMs + settings.proposals().timeoutMs()));
    }
    return new Begun(id, finish(nowMs));
  }

  /** Time has passed. */
  public List<Effect> tick(long nowMs) {
    return finish(nowMs);
  }

  /**
   * A message came.
   *
   * @param from the node id of the sender, authenticated
   * @throws io.atoll.env.Invariant.InvariantViolation when the sender holds another value of an
   *     epoch that this node has: such a node must stop, and so must whoever calls this
   */
  public List<Effect> receive(long nowMs, String from, Message message) {
    handle(nowMs, from, message);
    return finish(nowMs);
  }

  /** A peer has said in a message that it has an epoch: what is missing is fetched. */
  public List<Effect> announced(long nowMs, String peer, long epoch) {
    return known(nowMs, peer, epoch, true);
  }

  /** Others have told of a peer that it has an epoch, as gossip does. */
  public List<Effect> reported(long nowMs, String peer, long epoch) {
    return known(nowMs, peer, epoch, false);
  }

  private List<Effect> known(long nowMs, String peer, long epoch, boolean itself) {
    if (!peer.equals(self)) {
      catchUp.announced(peer, epoch, itself);
    }
    return finish(nowMs);
  }

  /**
   * Says what this node knows of the votes of its earlier runs; until told otherwise, that it
   * remembers all.
   */
  public List<Effect> memory(long nowMs, VoteMemory known) {
    if (known == VoteMemory.LOST && memory != VoteMemory.LOST) {
      // Its ballots, too, may have been used for other values.
      candidate.roundAfter(Recollection.GAP);
      outbox.changed();
    }
    memory = known;
    voter.memory(known);
    return finish(nowMs);
  }

  /** Whether this node remembers all that it may have voted, or has learnt it from others. */
  public boolean remembersItsVotes() {
    return voter.isWhole();
  }

  /** The newest epoch that this node has. */
  public long newestEpoch() {
    return history.newestEpoch();
  }

  /** The value of the newest epoch; not to be changed. */
  public byte[] newest() {
    return history.newest();
  }

  /** The value of an epoch, unless it is forgotten or not known yet; not to be changed. */
  public Optional<byte[]> topology(long epoch) {
    return history.value(epoch);
  }

  private void handle(long nowMs, String from, Message message) {
    switch (message) {
      case Fetch m -> outbox.send(from, history.since(m.fromEpoch()));
      case Fetched m -> onFetched(from, m);
      case Decided m -> onDecided(from, m);
      case OfInstance m -> {
        long open = history.newestEpoch() + 1;
        if (m.epoch() == open) {
          onOpenInstance(nowMs, from, m);
        } else if (m.epoch() > open) {
          catchUp.announced(from, m.epoch() - 1, true);
        } else if (m.message() instanceof Request<byte[]>) {
          answerLatecomer(from, m.epoch());
        }
      }
    }
  }

  /**
   * A request for an old instance shows a proposer that has missed the decision; answers do not.
   */
  private void answerLatecomer(String from, long epoch) {
    if (!from.equals(self)) {
      outbox.send(from, history.since(epoch));
    }
  }

  private void onOpenInstance(long nowMs, String from, OfInstance m) {
    switch (m.message()) {
      case Request<byte[]> request -> {
        candidate.seen(request.ballot());
        voter.requested(nowMs, from, m.epoch(), request, voters);
      }
      case Answer<byte[]> answer -> {
        voter.answered(from, answer, voters);
        candidate.answered(nowMs, from, m.epoch(), answer).ifPresent(this::decide);
      }
    }
  }

  private void decide(byte[] value) {
    long epoch = history.newestEpoch() + 1;
    Set<String> audience = new LinkedHashSet<>(voters);
    adopt(epoch, value);
    audience.addAll(voters);
    audience.remove(self);
    audience.forEach(v -> outbox.send(v, new Decided(epoch, value)));
  }

  private void onDecided(String from, Decided m) {
    if (m.epoch() > history.newestEpoch() + 1) {
      catchUp.announced(from, m.epoch(), true);
    } else {
      learn(from, m.epoch(), m.value());
    }
  }

  private void onFetched(String from, Fetched m) {
    long before = history.newestEpoch();
    long epoch = m.firstEpoch();
    for (byte[] value : m.values()) {
      learn(from, epoch, value);
      epoch++;
    }
    catchUp.answered(from, m.newestEpoch(), history.newestEpoch() > before);
  }

  /** Adopts a decided value, however far ahead; of an epoch that is known it must be the known. */
  private void learn(String from, long epoch, byte[] value) {
    if (epoch > history.newestEpoch()) {
      if (values.isReadable(from, epoch, value)) {
        adopt(epoch, value);
      }
      return;
    }
    history
        .value(epoch)
        .ifPresent(
            known ->
                Invariant.check(
                    Arrays.equals(known, value),
                    "one value per epoch, but %s and %s hold different ones of epoch %d"
                        .formatted(self, from, epoch)));
  }

  private void adopt(long epoch, byte[] value) {
    history.add(epoch, value);
    voters = values.votersOf(value);
    voter.begin();
    candidate.begin();
    outbox.changed();
    outbox.emit(new Adopted(epoch, value));
    concludeProposals();
  }

  /** What every call ends with: the node's own messages, and whatever is due. */
  private List<Effect> finish(long nowMs) {
    concludeProposals();
    proposals.expire(nowMs).forEach(outbox::emit);
    settle(nowMs);
    voter.recollect(nowMs, history.newestEpoch() + 1, voters, candidate);
    if (memory != VoteMemory.UNKNOWN) {
      candidate.drive(nowMs, history.newestEpoch() + 1, proposals.head(), voters);
    }
    for (Message own = outbox.pollToSelf(); own != null; own = outbox.pollToSelf()) {
      handle(nowMs, self, own);
    }
    catchUp
        .next(nowMs, history.newestEpoch())
        .ifPresent(peer -> outbox.send(peer, new Fetch(history.newestEpoch() + 1)));
    return outbox.take();
  }

  private void concludeProposals() {
    proposals.conclude(history).forEach(outbox::emit);
  }

  private void settle(long nowMs) {
    if (proposals.head().isPresent()) {
      return;
    }
    long deadlineMs = nowMs + settings.proposals().timeoutMs();
    voter
        .toSettle(nowMs)
        .ifPresent(
            value ->
                proposals.add(
                    new Proposal(Optional.empty(), history.newestEpoch() + 1, value, deadlineMs)));
  }

  private DurableState durableState() {
    return new DurableState(
        candidate.ownRound(), voter.acceptor(), history.oldestEpoch(), history.values());
  }

  private static byte[] limited(byte[] value) {
    if (value.length > TopologyLogSettings.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "the topology takes %d bytes: must be at most %d"
              .formatted(value.length, TopologyLogSettings.MAX_VALUE_BYTES));
    }
    return value;
  }

  /** How many proposals of this node are not over. */
  int proposalsWaiting() {
    return proposals.size();
  }
}
