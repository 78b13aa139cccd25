package io.atoll.replication;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.Siblings;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One read: asks the nearest replicas that can satisfy the level, one more for each that fails or
 * is slow, answers as soon as the tally is enough, and stays for the late answers to repair whoever
 * was stale.
 */
final class ReadOperation implements OperationTimer.Operation {
  private final Coordination coordination;
  private final Target target;
  private final ReadRequest request;
  private final Promise<ReadResult> promise = Promise.promise();
  private final Peers.Call[] calls;
  private final long startedNanos;
  private final long deadlineNanos;
  private ReadPlan plan;
  private ReadTally tally;
  private long alive;
  private long asked;
  private long hedgeAtNanos;
  private boolean answered;
  private boolean ended;

  ReadOperation(Coordination coordination, Target target, ReadRequest request) {
    this.coordination = coordination;
    this.target = target;
    this.request = request;
    this.calls = new Peers.Call[target.replicas().size()];
    this.startedNanos = coordination.clock().nanos();
    this.deadlineNanos = startedNanos + request.timeoutMs() * 1_000_000;
    this.tally =
        ReadTally.of(target.requirement(), target.keyspace().conflicts(), request.minContext());
  }

  Future<ReadResult> start() {
    alive = coordination.alive(target);
    if (!target.requirement().metBy(alive)) {
      return coordination.unavailable("read", target, alive);
    }
    plan = coordination.readPlan(target, alive);
    long first = plan.first(target.requirement());
    hedgeAtNanos = startedNanos + hedgeDelayNanos(first);
    // Before the first is asked, because it may answer at once and must not find itself the last.
    asked = first;
    for (long rest = first; rest != 0; rest &= rest - 1) {
      ask(Long.numberOfTrailingZeros(rest));
    }
    if (!ended) {
      coordination.deadlines().add(this);
    }
    return promise.future();
  }

  private void ask(int replica) {
    Member member = target.replicas().get(replica);
    if (member.number() == coordination.self().number()) {
      coordination
          .local()
          .read(target.keyspace(), target.token(), request.key())
          .onComplete(state -> answer(replica, state), refused -> fail(replica));
      return;
    }
    PeerRequest.Read read =
        new PeerRequest.Read(target.epoch(), target.keyspace().id(), request.key());
    calls[replica] =
        coordination.peers().call(member, read, request.timeoutMs(), new Answers(replica, member));
    if (calls[replica] == null) {
      fail(replica);
    }
  }

  /** What one replica says. */
  private final class Answers implements Peers.Listener {
    private final int replica;
    private final Member member;
    private final long askedNanos = coordination.clock().nanos();

    Answers(int replica, Member member) {
      this.replica = replica;
      this.member = member;
    }

    @Override
    public void replied(PeerReply reply) {
      coordination.topology().seen(member.number(), reply.epoch());
      close(replica);
      if (reply instanceof PeerReply.State state) {
        coordination.latencies().record(member.number(), coordination.clock().nanos() - askedNanos);
        decode(replica, state.siblings());
      } else {
        fail(replica);
      }
    }

    @Override
    public void broken() {
      calls[replica] = null;
      fail(replica);
    }
  }

  private void decode(int replica, byte[] bytes) {
    Siblings state = tally.answeredAs(bytes);
    try {
      if (state == null) {
        state = Siblings.decode(bytes);
      }
    } catch (MalformedBytesException garbage) {
      fail(replica);
      return;
    }
    answer(replica, state);
  }

  private void answer(int replica, Siblings state) {
    if (ended) {
      return;
    }
    tally = tally.withAnswer(replica, state);
    advance();
  }

  private void fail(int replica) {
    if (ended) {
      return;
    }
    tally = tally.withFailure(replica);
    if (!answered) {
      askOneMore();
    }
    advance();
  }

  private void advance() {
    if (ended) {
      return;
    }
    if (!answered && tally.enough()) {
      answered = true;
      promise.complete(new ReadResult(tally.merged(), target.outcome(asked, tally.answered())));
    }
    if (!answered && tally.levelMet()) {
      while (askOneMore()) {
        // The level is met and the context is not: everybody is asked.
      }
    }
    boolean hopeless = !answered && !tally.possible();
    if (!ended && (hopeless || waitingFor() == 0)) {
      end();
    }
  }

  private long waitingFor() {
    return asked & ~tally.answered() & ~tally.failed();
  }

  private boolean askOneMore() {
    int next = plan.nearest(target.requirement().everyReplica() & ~asked);
    if (next < 0) {
      return false;
    }
    coordination.stats().count(Counter.HEDGES);
    asked |= 1L << next;
    ask(next);
    return true;
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
    if (!answered && nowNanos >= hedgeAtNanos) {
      hedgeAtNanos = nowNanos + hedgeDelayNanos(asked);
      askOneMore();
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

  private long hedgeDelayNanos(long replicas) {
    long late = 0;
    for (long rest = replicas; rest != 0; rest &= rest - 1) {
      Member member = target.replicas().get(Long.numberOfTrailingZeros(rest));
      late = Math.max(late, coordination.latencies().lateNanos(member.number()));
    }
    long min = coordination.settings().hedgeMinMs() * 1_000_000;
    long max = coordination.settings().hedgeMaxMs() * 1_000_000;
    return late == 0 ? max : Math.clamp(late, min, max);
  }

  private void end() {
    ended = true;
    coordination.stats().add(Counter.LATE_REPLICAS, Long.bitCount(waitingFor()));
    for (int i = 0; i < calls.length; i++) {
      close(i);
    }
    if (!answered) {
      promise.fail(shortfall());
    }
    repair();
  }

  private RequestFailure shortfall() {
    Outcome outcome = target.outcome(asked, tally.answered());
    if (tally.levelMet()) {
      coordination.stats().count(Counter.CONTEXT_NOT_REACHED);
      return new RequestFailure.ContextNotReached(
          "%d of %d replicas answered and together they have not seen the context asked for: try again, or with a higher level"
              .formatted(outcome.answered(), outcome.asked()));
    }
    coordination.stats().count(Counter.NOT_ENOUGH_ANSWERS);
    return new RequestFailure.NotEnoughAnswers(
        "the read needs %s replicas; %d were asked and %d answered within at most %d ms"
            .formatted(
                target.requirement(), outcome.asked(), outcome.answered(), request.timeoutMs()),
        outcome);
  }

  private void repair() {
    Siblings merged = tally.merged();
    long stale = tally.behind(merged);
    if (stale == 0) {
      return;
    }
    coordination.stats().add(Counter.READ_REPAIRS, Long.bitCount(stale));
    PeerRequest.Merge merge =
        new PeerRequest.Merge(
            target.epoch(), target.keyspace().id(), request.key(), merged.encode(), new int[0]);
    for (long rest = stale; rest != 0; rest &= rest - 1) {
      Member member = target.replicas().get(Long.numberOfTrailingZeros(rest));
      if (member.number() == coordination.self().number()) {
        coordination.local().merge(target.keyspace(), target.token(), request.key(), merged);
      } else {
        Repair repair = new Repair();
        repair.call = coordination.peers().call(member, merge, request.timeoutMs(), repair);
      }
    }
  }

  /** The call that brings a stale replica up to date; what comes of it is nobody's concern. */
  private static final class Repair implements Peers.Listener {
    private Peers.Call call;

    @Override
    public void replied(PeerReply reply) {
      call.close();
    }

    @Override
    public void broken() {}
  }

  private void close(int replica) {
    if (calls[replica] != null) {
      calls[replica].close();
      calls[replica] = null;
    }
  }
}
