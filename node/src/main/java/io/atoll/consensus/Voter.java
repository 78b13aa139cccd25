package io.atoll.consensus;

import io.atoll.consensus.Message.OfInstance;
import io.atoll.synod.Acceptor;
import io.atoll.synod.SynodMessage.Accept;
import io.atoll.synod.SynodMessage.Accepted;
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
  private Acceptor<byte[]> acceptor;
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
  }

  Acceptor<byte[]> acceptor() {
    return acceptor;
  }

  /** The next instance is open. */
  void begin() {
    acceptor = Acceptor.fresh();
    settleAtMs = NEVER;
  }

  /** A proposer asks; nobody answers who is not among the voters. */
  void requested(
      long nowMs, String from, long epoch, Request<byte[]> request, List<String> voters) {
    if (!voters.contains(self)
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
