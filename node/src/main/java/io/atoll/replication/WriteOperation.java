package io.atoll.replication;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One write, run by a replica: makes the new state, sends it on while the local disk syncs, and
 * answers when the tally is enough.
 *
 * <p>The state may leave before it is on this disk because a node that may have lost what it made
 * never makes the same dot again: it starts a new generation. Replicas of a remote DC that do not
 * acknowledge in time through the one that took the write for all of them are sent to one by one;
 * merging twice is harmless. After the answer the operation stays for the slow ones, so that they
 * get the write too.
 */
final class WriteOperation implements OperationTimer.Operation, LocalReplicas.WriteListener {
  private final Coordination coordination;
  private final Target target;
  private final WriteRequest request;
  private final int self;
  private final Promise<WriteResult> promise = Promise.promise();
  private final Peers.Call[] calls;
  private final long deadlineNanos;
  private final long escalateAtNanos;
  private WriteTally tally;
  private WritePlan plan;
  private PeerRequest.Merge merge;
  private CausalContext clientContext;
  private long alive;
  private long asked;
  private long sentDirectly;
  private boolean sending;
  private boolean escalated;
  private boolean answered;
  private boolean ended;

  WriteOperation(Coordination coordination, Target target, WriteRequest request, int self) {
    this.coordination = coordination;
    this.target = target;
    this.request = request;
    this.self = self;
    this.calls = new Peers.Call[target.replicas().size()];
    long now = coordination.clock().nanos();
    this.deadlineNanos = now + request.timeoutMs() * 1_000_000;
    long patienceMs = Math.min(coordination.settings().spreadPatienceMs(), request.timeoutMs() / 2);
    this.escalateAtNanos = now + patienceMs * 1_000_000;
    this.tally = WriteTally.of(target.requirement());
  }

  Future<WriteResult> start() {
    alive = coordination.alive(target);
    if (!target.requirement().metBy(alive)) {
      return coordination.unavailable("write", target, alive);
    }
    plan =
        WritePlan.of(
            target.requirement(),
            self,
            coordination.self().dc(),
            alive,
            (int) (target.token() ^ target.token() >>> 32));
    coordination.local().write(target.keyspace(), target.token(), request, this);
    if (!ended) {
      coordination.deadlines().add(this);
    }
    return promise.future();
  }

  @Override
  public void made(Siblings state, CausalContext seen) {
    if (ended) {
      return;
    }
    clientContext = seen;
    asked = alive;
    sending = true;
    merge =
        new PeerRequest.Merge(
            target.epoch(), target.keyspace().id(), request.key(), state.encode(), new int[0]);
    for (int i = 0; i < target.replicas().size(); i++) {
      if ((alive >>> i & 1) == 0) {
        tally = tally.withFailure(i);
      }
    }
    sendDirectly(plan.direct());
    for (WritePlan.Spread spread : plan.spreads()) {
      spread(spread);
    }
    sending = false;
    advance();
  }

  @Override
  public void durable() {
    acknowledge(self);
  }

  @Override
  public void failed(RequestFailure failure) {
    coordination.stats().count(Counter.STORAGE_REFUSED);
    if (ended) {
      return;
    }
    if (clientContext == null) {
      answered = true;
      end();
      promise.fail(failure);
      return;
    }
    tally = tally.withFailure(self);
    advance();
  }

  private void sendDirectly(long replicas) {
    for (long rest = replicas; rest != 0 && !ended; rest &= rest - 1) {
      int replica = Long.numberOfTrailingZeros(rest);
      sentDirectly |= 1L << replica;
      send(replica, merge, 1L << replica);
    }
  }

  private void spread(WritePlan.Spread spread) {
    int[] others = new int[Long.bitCount(spread.others())];
    int next = 0;
    for (long rest = spread.others(); rest != 0; rest &= rest - 1) {
      others[next++] = target.replicas().get(Long.numberOfTrailingZeros(rest)).number();
    }
    PeerRequest.Merge spreading =
        new PeerRequest.Merge(
            merge.epoch(), merge.keyspaceId(), merge.key(), merge.siblings(), others);
    send(spread.lead(), spreading, 1L << spread.lead() | spread.others());
  }

  /**
   * @param covered mask of the replicas that this call answers for
   */
  private void send(int replica, PeerRequest.Merge message, long covered) {
    Member member = target.replicas().get(replica);
    calls[replica] =
        coordination.peers().call(member, message, request.timeoutMs(), new Acks(replica, covered));
    if (calls[replica] == null) {
      broken(replica, covered);
    }
  }

  /** What comes back on one call. */
  private final class Acks implements Peers.Listener {
    private final int replica;
    private final long covered;

    Acks(int replica, long covered) {
      this.replica = replica;
      this.covered = covered;
    }

    @Override
    public void replied(PeerReply reply) {
      coordination.topology().seen(target.replicas().get(replica).number(), reply.epoch());
      switch (reply) {
        case PeerReply.Acked acked -> acknowledge(target.indexOf(acked.member()));
        case PeerReply.Failed failed -> refused(replica, target.indexOf(failed.member()));
        case PeerReply.State unexpected -> senseless();
        case PeerReply.Wrote unexpected -> senseless();
      }
    }

    private void senseless() {
      calls[replica].close();
      broken();
    }

    @Override
    public void broken() {
      calls[replica] = null;
      WriteOperation.this.broken(replica, covered);
    }
  }

  private void acknowledge(int replica) {
    if (ended || replica < 0) {
      return;
    }
    tally = tally.withAnswer(replica);
    advance();
  }

  /**
   * @param by the replica that was asked
   * @param replica the one that refused: the same, or one that it could not pass the write on to
   */
  private void refused(int by, int replica) {
    if (ended || replica < 0) {
      return;
    }
    if (replica != by && (sentDirectly >>> replica & 1) == 0) {
      sendDirectly(1L << replica);
    } else if (replica == by || calls[replica] == null) {
      tally = tally.withFailure(replica);
    }
    advance();
  }

  private void broken(int replica, long covered) {
    if (ended) {
      return;
    }
    tally = tally.withFailure(replica);
    long passedOn = covered & ~(1L << replica) & ~tally.answered() & ~sentDirectly;
    if (passedOn != 0) {
      coordination.stats().count(Counter.SPREAD_ESCALATIONS);
      sendDirectly(passedOn);
    }
    advance();
  }

  private void advance() {
    if (ended || sending) {
      return;
    }
    if (!answered && clientContext != null && tally.enough()) {
      answered = true;
      promise.complete(new WriteResult(clientContext, target.outcome(asked, tally.answered())));
    }
    if (tally.complete() || (!answered && !tally.possible())) {
      end();
    }
  }

  @Override
  public boolean tick(long nowNanos) {
    if (ended) {
      return false;
    }
    if (nowNanos >= deadlineNanos) {
      end();
      return false;
    }
    if (!escalated && clientContext != null && nowNanos >= escalateAtNanos) {
      escalated = true;
      escalate();
    }
    return !ended;
  }

  @Override
  public boolean endIfAnswered() {
    if (answered && !ended) {
      end();
    }
    return ended;
  }

  private void escalate() {
    long silent = 0;
    for (WritePlan.Spread spread : plan.spreads()) {
      silent |= spread.others();
    }
    silent &= ~tally.answered() & ~sentDirectly;
    if (silent != 0) {
      coordination.stats().count(Counter.SPREAD_ESCALATIONS);
      sendDirectly(silent);
      advance();
    }
  }

  private void end() {
    ended = true;
    long waitingFor = asked & ~tally.answered() & ~tally.failed();
    coordination.stats().add(Counter.LATE_REPLICAS, Long.bitCount(waitingFor));
    for (int i = 0; i < calls.length; i++) {
      if (calls[i] != null) {
        calls[i].close();
        calls[i] = null;
      }
    }
    if (!answered) {
      coordination.stats().count(Counter.NOT_ENOUGH_ANSWERS);
      Outcome outcome = target.outcome(asked, tally.answered());
      promise.fail(
          new RequestFailure.NotEnoughAnswers(
              "the write needs %s replicas; %d were asked and %d have it on disk after at most %d ms: it may still take effect"
                  .formatted(
                      target.requirement(),
                      outcome.asked(),
                      outcome.answered(),
                      request.timeoutMs()),
              outcome));
    }
  }
}
