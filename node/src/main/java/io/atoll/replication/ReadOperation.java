package io.atoll.replication;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.Siblings;
import io.atoll.peer.NotServed;
import io.atoll.peer.Peers;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/**
 * One read: asks the nearest replicas that can satisfy the level, one more for each that fails or
 * is slow, answers as soon as the tally is enough, and stays for the late answers, to repair the
 * stale replicas.
 */
final class ReadOperation implements OperationTimer.Operation {
  private final Coordination coordination;
  private final ReplicaPlan plan;
  private final ReadRequest request;
  private final Promise<ReadResult> promise = Promise.promise();
  private final Peers.Call[] calls;
  private final long startedNanos;
  private final long deadlineNanos;
  private ReadPlan order;
  private ReadTally tally;
  private ReplicaReasons reasons = ReplicaReasons.NONE;
  private long asked;
  private long hedgeAtNanos;
  private long reservedBytes;
  private long heldBytes;
  private boolean answered;
  private boolean ended;

  ReadOperation(Coordination coordination, ReplicaPlan plan, ReadRequest request) {
    this.coordination = coordination;
    this.plan = plan;
    this.request = request;
    this.calls = new Peers.Call[plan.members().size()];
    this.startedNanos = coordination.clock().nanos();
    this.deadlineNanos = startedNanos + request.timeoutMs() * 1_000_000;
    this.tally =
        ReadTally.of(plan.requirement(), plan.keyspace().conflicts(), request.minContext());
  }

  Future<ReadResult> start() {
    ReplicaSet alive = coordination.alive(plan);
    if (!plan.requirement().metBy(alive)) {
      return coordination.unavailable("read", plan, alive);
    }
    long expectedBytes = coordination.sizes().expectedBytes(coordination.memory());
    if (expectedBytes > 0 && !reserve(expectedBytes)) {
      return Future.failedFuture(coordination.memoryIsFull());
    }
    order = coordination.readPlan(plan, alive);
    ReplicaSet first = order.first(plan.requirement());
    hedgeAtNanos = startedNanos + hedgeDelayNanos(first);
    // Before the first is asked, because it may answer at once and must not find itself the last.
    asked = first.bits();
    for (int replica = first.first(); replica >= 0 && !ended; replica = first.next(replica)) {
      ask(replica);
    }
    if (!ended) {
      coordination.deadlines().add(this);
    }
    return promise.future();
  }

  private void ask(int replica) {
    Member member = plan.member(replica);
    if (member.number() == coordination.self().number()) {
      coordination
          .local()
          .read(plan.keyspace(), plan.token(), request.key())
          .onComplete(
              state -> answer(replica, state),
              refused -> {
                if (refused instanceof RequestFailure.Overloaded) {
                  noMemory(replica);
                } else {
                  fail(replica, String.valueOf(refused.getMessage()));
                }
              });
      return;
    }
    PeerRequest.Read read = new PeerRequest.Read(plan.epoch(), plan.keyspace().id(), request.key());
    calls[replica] =
        coordination
            .peers()
            .call(
                member.number(),
                ReplicationProtocol.READ,
                read,
                request.timeoutMs(),
                new Answers(replica, member));
    if (calls[replica] == null) {
      fail(replica, ReplicaReasons.NOT_CONNECTED);
    }
  }

  /** What one replica says. */
  private final class Answers implements Peers.Listener<PeerReply<byte[]>> {
    private final int replica;
    private final Member member;
    private final long askedNanos = coordination.clock().nanos();

    Answers(int replica, Member member) {
      this.replica = replica;
      this.member = member;
    }

    @Override
    public void replied(PeerReply<byte[]> reply) {
      coordination.topology().seen(member.number(), reply.epoch());
      close(replica);
      switch (reply) {
        case PeerReply.Done<byte[]> state -> {
          long took = coordination.clock().nanos() - askedNanos;
          coordination.latencies().record(member.number(), took);
          decode(replica, state.value());
        }
        case PeerReply.Failed<byte[]> failed ->
            fail(replica, String.valueOf(failed.failure().getMessage()));
      }
    }

    @Override
    public void broken() {
      calls[replica] = null;
      fail(replica, isLate() ? ReplicaReasons.TIMED_OUT : ReplicaReasons.CONNECTION_LOST);
    }

    @Override
    public void notServed(NotServed why) {
      calls[replica] = null;
      fail(replica, why.text());
    }
  }

  private void decode(int replica, byte[] bytes) {
    Siblings state = tally.answeredAs(bytes);
    try {
      if (state == null) {
        state = Siblings.decode(bytes);
      }
    } catch (MalformedBytesException garbage) {
      fail(replica, "malformed state: " + garbage.getMessage());
      return;
    }
    answer(replica, state);
  }

  private void answer(int replica, Siblings state) {
    if (ended) {
      return;
    }
    if (!hold(state)) {
      coordination
          .sizes()
          .wouldHaveTaken(ReadSizes.of(state.encodedSizeBytes()) * plan.requirement().total());
      noMemory(replica);
      return;
    }
    tally = tally.withAnswer(replica, state);
    advance();
  }

  /** Takes note of a state that the tally is to keep; false when there is no memory for it. */
  private boolean hold(Siblings state) {
    long bytes = ReadSizes.of(state.encodedSizeBytes());
    long missing = heldBytes + bytes - reservedBytes;
    if (missing > 0 && !reserve(missing)) {
      return false;
    }
    heldBytes += bytes;
    return true;
  }

  private boolean reserve(long bytes) {
    if (!coordination.memory().tryReserve(bytes)) {
      return false;
    }
    reservedBytes += bytes;
    return true;
  }

  private void giveBack(long bytes) {
    if (bytes > 0) {
      coordination.memory().release(bytes);
      reservedBytes -= bytes;
    }
  }

  /** A state came that cannot be kept: an answer that was not given yet is refused. */
  private void noMemory(int replica) {
    if (ended) {
      return;
    }
    if (answered) {
      fail(replica, "no memory for its answer");
      return;
    }
    answered = true;
    release();
    promise.fail(coordination.memoryIsFull());
  }

  private void fail(int replica, String reason) {
    if (ended) {
      return;
    }
    reasons = reasons.with(replica, reason);
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
    switch (tally.progress()) {
      case MET -> answer();
      case POSSIBLE -> askForTheContext();
      case IMPOSSIBLE -> end();
    }
    if (!ended && waitingFor().isEmpty()) {
      end();
    }
  }

  private void answer() {
    if (!answered) {
      answered = true;
      coordination.sizes().took(heldBytes);
      // For whoever makes an answer of it.
      giveBack(reservedBytes - heldBytes);
      promise.complete(new ReadResult(tally.merged(), outcome()));
    }
  }

  private void askForTheContext() {
    boolean more = tally.levelMet();
    while (more) {
      // The level is met and the context is not: everybody is asked.
      more = askOneMore();
    }
  }

  private Outcome outcome() {
    return plan.outcome(asked(), tally.answered(), 0);
  }

  private ReplicaSet asked() {
    return new ReplicaSet(asked);
  }

  private ReplicaSet waitingFor() {
    return asked().minus(tally.answered()).minus(tally.failed());
  }

  private boolean askOneMore() {
    int next = nextToAsk();
    if (next < 0) {
      return false;
    }
    coordination.stats().count(Counter.HEDGES);
    asked = asked().with(next).bits();
    ask(next);
    return true;
  }

  /**
   * Who is asked beside those that were, or -1: the nearest that brings the level closer when all
   * of those answer that have not failed; when these are enough, closer than the answers so far do,
   * so that it stands in for one that is slow; otherwise the nearest, for what it may have seen.
   */
  private int nextToAsk() {
    ReplicaSet left = plan.roles().owners().minus(asked());
    int next = order.nearest(helping(left, asked().minus(tally.failed())));
    if (next < 0) {
      next = order.nearest(helping(left, tally.answered()));
    }
    return next < 0 ? order.nearest(left) : next;
  }

  private ReplicaSet helping(ReplicaSet some, ReplicaSet having) {
    ReplicaSet helping = ReplicaSet.EMPTY;
    for (int replica = some.first(); replica >= 0; replica = some.next(replica)) {
      if (plan.requirement().helpedBy(replica, having.bits())) {
        helping = helping.with(replica);
      }
    }
    return helping;
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
      hedgeAtNanos = nowNanos + hedgeDelayNanos(asked());
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

  private long hedgeDelayNanos(ReplicaSet replicas) {
    long late = 0;
    for (int replica = replicas.first(); replica >= 0; replica = replicas.next(replica)) {
      int member = plan.member(replica).number();
      late = Math.max(late, coordination.latencies().lateNanos(member));
    }
    long min = coordination.settings().hedgeMinMs() * 1_000_000;
    long max = coordination.settings().hedgeMaxMs() * 1_000_000;
    return late == 0 ? max : Math.clamp(late, min, max);
  }

  /** Nothing more is awaited, and what was kept is given back. */
  private void release() {
    ended = true;
    for (int i = 0; i < calls.length; i++) {
      close(i);
    }
    giveBack(reservedBytes);
  }

  private void end() {
    coordination.stats().add(Counter.LATE_REPLICAS, waitingFor().size());
    release();
    if (!answered) {
      promise.fail(shortfall());
    }
    repair();
  }

  private RequestFailure shortfall() {
    Outcome outcome = outcome();
    String silence = isLate() ? ReplicaReasons.TIMED_OUT : ReplicaReasons.NO_ANSWER_YET;
    List<ReplicaFailure> failures =
        reasons
            .otherwise(waitingFor(), silence)
            .failures(plan, plan.roles().owners().minus(tally.answered()));
    String told = ReplicaFailure.told(failures);
    if (tally.levelMet()) {
      coordination.stats().count(Counter.CONTEXT_NOT_REACHED);
      return new RequestFailure.ContextNotReached(
          "%d of %d replicas answered and together they have not seen the context asked for: try again, or with a higher level%s"
              .formatted(outcome.answered(), outcome.asked(), told),
          failures);
    }
    coordination.stats().count(Counter.NOT_ENOUGH_ANSWERS);
    return new RequestFailure.NotEnoughAnswers(
        "the read needs %s replicas; %d were asked and %d answered within at most %d ms%s"
            .formatted(
                plan.requirement(), outcome.asked(), outcome.answered(), request.timeoutMs(), told),
        outcome,
        failures);
  }

  private boolean isLate() {
    return coordination.clock().nanos() >= deadlineNanos;
  }

  private void repair() {
    if (!coordination.settings().readRepair()) {
      return;
    }
    Siblings merged = tally.merged();
    ReplicaSet stale = tally.behind(merged);
    if (stale.isEmpty()) {
      return;
    }
    coordination.stats().add(Counter.READ_REPAIRS, stale.size());
    PeerRequest.Apply apply =
        new PeerRequest.Apply(
            plan.epoch(), plan.keyspace().id(), request.key(), merged.encode(), new int[0]);
    for (int replica = stale.first(); replica >= 0; replica = stale.next(replica)) {
      Member member = plan.member(replica);
      if (member.number() == coordination.self().number()) {
        coordination.local().merge(plan.keyspace(), plan.token(), request.key(), merged);
      } else {
        Repair repair = new Repair();
        repair.call =
            coordination
                .peers()
                .call(
                    member.number(), ReplicationProtocol.APPLY, apply, request.timeoutMs(), repair);
      }
    }
  }

  /** The call that brings a stale replica up to date; what comes of it is nobody's concern. */
  private static final class Repair implements Peers.Listener<PeerReply<Merged>> {
    private Peers.Call call;

    @Override
    public void replied(PeerReply<Merged> reply) {
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
