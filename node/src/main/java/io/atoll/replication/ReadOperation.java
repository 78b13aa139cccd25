package io.atoll.replication;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.Siblings;
import io.atoll.peer.NotServed;
import io.atoll.peer.Peers;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.Member;
import io.atoll.ring.ReadRepair;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One read: asks the nearest replicas that can satisfy the level, one more for each that fails or
 * is slow, answers as soon as the tally is enough, and stays for the late answers, to repair the
 * stale replicas.
 *
 * <p>Two kinds of reads wait for the {@link Repair} before they answer. In a keyspace with blocking
 * read repair the answer comes when the replicas that certainly have what it shows meet the level,
 * or not at all: then whoever reads later at a level that overlaps meets one of them. A read that
 * names a context waits too, but only for a moment: otherwise the one replica that has what it
 * shows may be gone when its client asks for that again. What such a read will show is settled when
 * it begins to wait; later answers change nothing about it.
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
  private Repair repair;
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
    if (isWaiting()) {
      repair.answered(replica, state);
    }
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

  /** Takes note of a state that is made of several and is none of them. */
  private void holdBeside(Siblings merged) {
    long bytes = ReadSizes.of(merged.encodedSizeBytes());
    coordination.memory().reserve(bytes);
    reservedBytes += bytes;
    heldBytes += bytes;
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

  /** A state came that cannot be kept: an answer that was not found yet is refused. */
  private void noMemory(int replica) {
    if (ended) {
      return;
    }
    if (answered || repair != null) {
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
    if (!answered && repair == null) {
      askOneMore();
    }
    advance();
  }

  private void advance() {
    if (ended) {
      return;
    }
    switch (tally.progress()) {
      case MET -> found();
      case POSSIBLE -> askForTheContext();
      case IMPOSSIBLE -> end();
    }
    if (!ended && waitingFor().isEmpty() && !isWaiting()) {
      end();
    }
  }

  /** Enough answered, and what they say has seen enough. */
  private void found() {
    if (answered) {
      return;
    }
    if (repair == null && !beginsToWait()) {
      answer(tally.merged());
      return;
    }
    if (isWaiting()) {
      switch (repair.progress()) {
        case MET -> answer(repair.state());
        case POSSIBLE -> {}
        case IMPOSSIBLE -> end();
      }
    }
  }

  /** Begins the repair that the answer waits for, where it does. */
  private boolean beginsToWait() {
    boolean must = plan.keyspace().readRepair() == ReadRepair.BLOCKING;
    if (!must && (request.minContext().isEmpty() || !coordination.settings().readRepair())) {
      return false;
    }
    Siblings merged = tally.merged();
    ReplicaSet stale = tally.behind(merged);
    if (plan.requirement().metBy(tally.answered().minus(stale))) {
      return false;
    }
    if (stale.equals(tally.answered())) {
      holdBeside(merged);
    }
    repair = new Repair(coordination, plan, request, merged, tally);
    repair.await(order, deadlineNanos, must, this::advance);
    repair.send(stale);
    return true;
  }

  private boolean isWaiting() {
    return repair != null && !answered && !ended;
  }

  private void answer(Siblings found) {
    answered = true;
    if (repair != null) {
      repair.isOver();
    }
    coordination.sizes().took(heldBytes);
    // For whoever makes an answer of it.
    giveBack(reservedBytes - heldBytes);
    promise.complete(new ReadResult(found, outcome()));
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
   * Who is asked beside those that were, or -1: who stands in for one that fails or is slow;
   * otherwise the nearest, for what it may have seen.
   */
  private int nextToAsk() {
    ReplicaSet left = plan.roles().owners().minus(asked());
    ReplicaSet hoped = asked().minus(tally.failed());
    int next = order.standIn(plan.requirement(), left, hoped, tally.answered());
    return next < 0 ? order.nearest(left) : next;
  }

  @Override
  public boolean tick(long nowNanos) {
    if (isWaiting()) {
      repair.tick(nowNanos);
      advance();
    }
    if (ended) {
      return false;
    }
    if (nowNanos >= deadlineNanos) {
      end();
      return false;
    }
    if (!answered && repair == null && nowNanos >= hedgeAtNanos) {
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
      if (repair != null) {
        repair.isOver();
      }
      promise.fail(shortfall());
    }
    repairTheRest();
  }

  private RequestFailure shortfall() {
    String silence = isLate() ? ReplicaReasons.TIMED_OUT : ReplicaReasons.NO_ANSWER_YET;
    if (repair != null) {
      coordination.stats().count(Counter.READ_REPAIR_REFUSALS);
      coordination.stats().count(Counter.NOT_ENOUGH_ANSWERS);
      return ReadFailures.tooFewRepaired(plan, request, asked(), reasons, silence, repair);
    }
    ReplicaReasons all = reasons.otherwise(waitingFor(), silence);
    if (tally.levelMet()) {
      coordination.stats().count(Counter.CONTEXT_NOT_REACHED);
      return ReadFailures.contextNotReached(plan, tally.answered(), all, outcome());
    }
    coordination.stats().count(Counter.NOT_ENOUGH_ANSWERS);
    return ReadFailures.notEnoughAnswers(plan, request, tally.answered(), all, outcome());
  }

  private boolean isLate() {
    return coordination.clock().nanos() >= deadlineNanos;
  }

  /** Brings those up to date that are stale at the end, late ones too; nobody waits for it. */
  private void repairTheRest() {
    if (!coordination.settings().readRepair()) {
      return;
    }
    Siblings merged = tally.merged();
    ReplicaSet stale = tally.behind(merged);
    if (repair != null && repair.state().equals(merged)) {
      stale = stale.minus(repair.sent());
    }
    if (stale.isEmpty()) {
      return;
    }
    new Repair(coordination, plan, request, merged, tally).send(stale);
  }

  private void close(int replica) {
    if (calls[replica] != null) {
      calls[replica].close();
      calls[replica] = null;
    }
  }
}
