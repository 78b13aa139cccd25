package io.atoll.consensus;

import io.atoll.consensus.Message.OfInstance;
import io.atoll.synod.Acceptor;
import io.atoll.synod.SynodMessage.Accept;
import io.atoll.synod.SynodMessage.Accepted;
import io.atoll.synod.SynodMessage.Answer;
import io.atoll.synod.SynodMessage.Prepare;
import io.atoll.synod.SynodMessage.Request;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * This node as a voter of the open instance, if it is one: the acceptor, and the time after which
 * it sees to it itself that what it accepted is settled.
 */
final class Voter {
  private static final long NEVER = Long.MAX_VALUE;

  private final String self;
  private final TopologyLogSettings settings;
  private final RandomGenerator entropy;
  private final Values values;
  private final Outbox outbox;
  private Recollection recollection;
  private Acceptor<byte[]> acceptor;
  private VoteMemory memory = VoteMemory.WHOLE;
  private long settleAtMs = NEVER;

  Voter(
      String self,
      TopologyLogSettings settings,
      RandomGenerator entropy,
      Values values,
      Outbox outbox,
      Acceptor<byte[]> restored) {
    this.self = self;
    this.settings = settings;
    this.entropy = entropy;
    this.values = values;
    this.outbox = outbox;
    this.acceptor = restored;
    this.recollection = new Recollection(self, settings, outbox);
  }

  Acceptor<byte[]> acceptor() {
    return acceptor;
  }

  /** The next instance is open. */
  void begin() {
    acceptor = Acceptor.fresh();
    settleAtMs = NEVER;
    recollection.begin();
  }

  /** What this node knows of its earlier votes, from now on. */
  void memory(VoteMemory known) {
    if (known == VoteMemory.LOST && memory != VoteMemory.LOST) {
      // What it has learnt from others before does not count for what was lost since.
      recollection = new Recollection(self, settings, outbox);
    }
    memory = known;
  }

  /** Whether nothing that it may have voted can be missing. */
  boolean isWhole() {
    return memory == VoteMemory.WHOLE || (memory == VoteMemory.LOST && recollection.isWhole());
  }

  private boolean votes() {
    return switch (memory) {
      case UNKNOWN -> false;
      case WHOLE -> true;
      case LOST -> recollection.isWhole() || recollection.isComplete();
    };
  }

  /** Asks others what this node has forgotten, where it has. */
  void recollect(long nowMs, long epoch, List<String> voters, Candidate candidate) {
    if (memory != VoteMemory.LOST || votes() || !voters.contains(self)) {
      return;
    }
    if (voters.size() == 1) {
      recollection.complete();
    } else {
      recollection.drive(nowMs, epoch, voters, candidate);
    }
  }

  /** A voter answers this node's question what it has forgotten, or another of its questions. */
  void answered(String from, Answer<byte[]> answer, List<String> voters) {
    if (memory == VoteMemory.LOST) {
      recollection
          .answered(from, answer, voters, acceptor)
          .ifPresent(
              recollected -> {
                acceptor = recollected;
                outbox.changed();
              });
    }
  }

  /** A proposer asks; nobody answers who is not among the voters, or has forgotten its votes. */
  void requested(
      long nowMs, String from, long epoch, Request<byte[]> request, List<String> voters) {
    boolean recollects =
        memory == VoteMemory.LOST
            && request instanceof Prepare<byte[]> prepare
            && Recollection.isMarked(prepare.ballot());
    if (!voters.contains(self)
        || !(votes() || recollects)
        || (request instanceof Accept<byte[]> accept
            && !values.isReadable(from, epoch, accept.value()))) {
      return;
    }
    Acceptor.Step<byte[]> step = acceptor.handle(request);
    acceptor = step.acceptor();
    if (step.changed()) {
      outbox.changed();
    }
    if (step.answer() instanceof Accepted<byte[]>) {
      armSettling(nowMs);
    }
    outbox.send(from, new OfInstance(epoch, step.answer()));
  }

  /** The accepted value that is to be settled now, if any; it counts as being settled. */
  Optional<byte[]> toSettle(long nowMs) {
    if (acceptor.vote().isEmpty()) {
      return Optional.empty();
    }
    if (settleAtMs == NEVER) {
      armSettling(nowMs);
      return Optional.empty();
    }
    if (nowMs < settleAtMs) {
      return Optional.empty();
    }
    settleAtMs = NEVER;
    return acceptor.vote().map(vote -> vote.value());
  }

  private void armSettling(long nowMs) {
    settleAtMs = nowMs + settings.settleMs() + entropy.nextLong(settings.settleMs());
  }
}
