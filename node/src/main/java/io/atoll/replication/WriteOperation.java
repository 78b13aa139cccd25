package io.atoll.replication;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.ConflictPolicy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/**
 * One write, run by a replica: makes the new state, sends it to the other replicas while the local
 * disk syncs, and answers when the tally is enough.
 *
 * <p>The state may leave before it is on this disk because a node that may have lost what it made
 * never makes the same dot again: it starts a new generation. {@link WriteSpread} is its way to the
 * others. After the answer the operation stays for the slow ones, so that they get the write too.
 *
 * <p>Where this replica's storage refuses before anything was made, or has too much to do, a write
 * of a client's is passed on to another replica: a node whose disk is full, or does not keep up,
 * goes on serving its clients.
 *
 * <p>Where the last writer wins, a replica says when it held a later version that this one did not
 * know, because clocks differ. Acknowledged as it is, the write would be lost at once to something
 * older. So it is made again, above that version, and spread a second time, before it is
 * acknowledged; once at most, since of two writes at the same time one always loses.
 */
final class WriteOperation
    implements OperationTimer.Operation, LocalReplicas.WriteListener, WriteSpread.Listener {
  private final Coordination coordination;
  private final ReplicaPlan plan;
  private final WriteRequest request;
  private final int self;
  private final boolean mayBePassedOn;
  private final Promise<WriteResult> promise = Promise.promise();
  private final long deadlineNanos;
  private WriteTally tally;
  private ReplicaReasons reasons = ReplicaReasons.NONE;
  private WritePlan route;
  private WriteSpread spread;
  private CausalContext clientContext;
  private Version made;
  private Rewrite rewrite;
  private long lostTo;
  private boolean lossCounted;
  private long alive;
  private long missing;
  private long heldBytes;
  private boolean sending;
  private boolean answered;
  private boolean ended;

  /**
   * @param self this node's index in the plan
   * @param mayBePassedOn whether it comes from a client, and not from a node that passed it on
   */
  WriteOperation(
      Coordination coordination,
      ReplicaPlan plan,
      WriteRequest request,
      int self,
      boolean mayBePassedOn) {
    this.coordination = coordination;
    this.plan = plan;
    this.request = request;
    this.self = self;
    this.mayBePassedOn = mayBePassedOn;
    this.deadlineNanos = coordination.clock().nanos() + request.timeoutMs() * 1_000_000;
    this.tally = WriteTally.of(plan.requirement());
  }

  Future<WriteResult> start() {
    ReplicaSet living = coordination.alive(plan);
    if (!plan.requirement().metBy(living)) {
      return coordination.unavailable("write", plan, living);
    }
    alive = living.intersect(plan.roles().replicas()).bits();
    route =
        WritePlan.of(
            plan.roles(),
            self,
            coordination.self().dc(),
            living,
            (int) (plan.token() ^ plan.token() >>> 32));
    coordination.local().write(plan.keyspace(), plan.token(), request, this);
    if (!ended) {
      coordination.deadlines().add(this);
    }
    return promise.future();
  }

  @Override
  public void made(Siblings state, CausalContext seen) {
    if (ended) {
      madeTooLate();
      return;
    }
    if (plan.keyspace().conflicts() == ConflictPolicy.LWW) {
      made = state.versions().getFirst();
    }
    spread(state, seen);
  }

  /** It is here and goes to nobody: that is for the hints. */
  private void madeTooLate() {
    missing = 0;
    missed(plan.roles().members().bits());
  }

  /**
   * Tells of those that lack the write, each once, until the write is made anew.
   *
   * @param members by their bits: in most writes nobody, and then this must cost nothing
   */
  private void missed(long members) {
    long untold = members & plan.roles().replicas().bits() & ~(missing | 1L << self);
    for (; untold != 0; untold &= untold - 1) {
      int replica = Long.numberOfTrailingZeros(untold);
      missing |= 1L << replica;
      coordination
          .missedWrites()
          .missed(plan.keyspace(), plan.token(), request.key(), plan.member(replica).number());
    }
  }

  private long lacking() {
    return plan.roles().members().bits() & ~tally.answered().bits();
  }

  private void spread(Siblings state, CausalContext seen) {
    clientContext = seen;
    sending = true;
    byte[] encoded = state.encode();
    hold(ReadSizes.of(encoded.length));
    ReplicaSet spared = plan.roles().members().minus(asked());
    if (!spared.isEmpty()) {
      tally = tally.withFailures(spared);
      missed(spared.bits());
    }
    spread = new WriteSpread(coordination, plan, request, route, encoded, this);
    spread.start();
    sending = false;
    advanced();
    if (coordination.deadlines().isStopping()) {
      nodeStops();
    }
  }

  @Override
  public void nodeStops() {
    if (!ended && spread != null) {
      missed(lacking());
    }
  }

  @Override
  public void durable() {
    if (rewrite == null) {
      acknowledged(self);
    }
  }

  @Override
  public void failed(RequestFailure failure) {
    coordination.stats().count(Counter.STORAGE_REFUSED);
    if (ended || rewrite != null) {
      return;
    }
    if (clientContext == null) {
      answered = true;
      end();
      if (mayBePassedOn && isOwn(failure)) {
        passOn(failure);
      } else {
        promise.fail(failure);
      }
      return;
    }
    failed(self, String.valueOf(failure.getMessage()));
    advanced();
  }

  /** Whether it is this node that cannot, so that another may. */
  private static boolean isOwn(RequestFailure failure) {
    return failure instanceof RequestFailure.StorageRefused
        || failure instanceof RequestFailure.Overloaded;
  }

  /** Nothing was made: another replica may do all of it. */
  private void passOn(RequestFailure failure) {
    coordination.stats().count(Counter.WRITES_FORWARDED);
    new ForwardOperation(coordination, plan, request, deadlineNanos)
        .start(self, failure)
        .onComplete(promise);
  }

  /** Whom the write is sent to: once it is made, all replicas that are not considered down. */
  private ReplicaSet asked() {
    return clientContext == null ? ReplicaSet.EMPTY : new ReplicaSet(alive);
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public ReplicaSet answered() {
    return tally.answered();
  }

  @Override
  public void lost(long newer) {
    if (!ended && made != null && newer > lostTo) {
      lostTo = newer;
      if (answered) {
        countLoss();
      }
    }
  }

  private void countLoss() {
    if (!lossCounted) {
      lossCounted = true;
      coordination.stats().count(Counter.LWW_LOST);
    }
  }

  /** The write, made again with a time above that of the version which it lost to. */
  private final class Rewrite implements LocalReplicas.WriteListener {
    void start() {
      sending = true;
      coordination
          .local()
          .rewrite(
              plan.keyspace(),
              plan.token(),
              request.withContext(clientContext),
              new Raise(made, lostTo),
              this);
    }

    @Override
    public void made(Siblings state, CausalContext seen) {
      if (ended) {
        madeTooLate();
        return;
      }
      coordination.stats().count(Counter.LWW_RAISED);
      spreadAgain(state, seen);
    }

    private void spreadAgain(Siblings state, CausalContext seen) {
      spread.close();
      lostTo = 0;
      reasons = ReplicaReasons.NONE;
      missing = 0;
      tally = WriteTally.of(plan.requirement());
      spread(state, seen);
    }

    @Override
    public void durable() {
      acknowledged(self);
    }

    @Override
    public void failed(RequestFailure failure) {
      coordination.stats().count(Counter.STORAGE_REFUSED);
      if (ended) {
        return;
      }
      if (sending) {
        // Not made: what the others have acknowledged has lost, so it counts for nothing.
        sending = false;
        tally = WriteTally.of(plan.requirement()).withFailures(plan.roles().members());
      }
      WriteOperation.this.failed(self, String.valueOf(failure.getMessage()));
      advanced();
    }

    /**
     * Something later came in between, so it stays as it is. It is done when that is where the
     * write had to be: otherwise what it lost to would be read there, as if it had never been.
     */
    @Override
    public void overtaken(Siblings newer) {
      if (!ended) {
        spreadAgain(newer, clientContext);
        acknowledged(self);
      }
    }
  }

  @Override
  public void acknowledged(int replica) {
    if (ended || replica < 0) {
      return;
    }
    tally = tally.withAnswer(replica);
    advanced();
  }

  @Override
  public void failed(int replica, String reason) {
    reasons = reasons.with(replica, reason);
    tally = tally.withFailure(replica);
    missed(1L << replica & ~tally.answered().bits());
  }

  @Override
  public void advanced() {
    if (ended || sending) {
      return;
    }
    switch (tally.progress()) {
      case MET -> answerUnlessLost();
      case POSSIBLE -> {}
      case IMPOSSIBLE -> end();
    }
    if (!ended && !sending && tally.complete()) {
      end();
    }
  }

  private void answerUnlessLost() {
    if (!answered && lostTo > 0 && rewrite == null) {
      rewrite = new Rewrite();
      rewrite.start();
    } else {
      answer();
    }
  }

  private void answer() {
    if (!answered) {
      answered = true;
      if (lostTo > 0) {
        countLoss();
      }
      promise.complete(new WriteResult(clientContext, outcome()));
    }
  }

  private Outcome outcome() {
    return plan.outcome(asked(), tally.answered(), tally.hints());
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
    if (spread != null) {
      spread.tick(nowNanos);
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

  /** Takes note of what it keeps: the state is made, so it is reserved whether it fits or not. */
  private void hold(long bytes) {
    if (bytes != heldBytes) {
      coordination.memory().reserve(bytes - heldBytes);
      heldBytes = bytes;
    }
  }

  private void end() {
    ended = true;
    hold(0);
    coordination.stats().add(Counter.LATE_REPLICAS, waitingFor().size());
    if (spread != null) {
      spread.close();
      missed(lacking());
    }
    if (!answered) {
      coordination.stats().count(Counter.NOT_ENOUGH_ANSWERS);
      promise.fail(shortfall());
    }
  }

  private RequestFailure shortfall() {
    Outcome outcome = outcome();
    List<ReplicaFailure> failures = failures();
    return new RequestFailure.NotEnoughAnswers(
        "the write needs %s replicas; %d were asked and %d have it on disk after at most %d ms: it may still take effect%s"
            .formatted(
                plan.requirement(),
                outcome.asked(),
                outcome.answered(),
                request.timeoutMs(),
                ReplicaFailure.told(failures)),
        outcome,
        failures);
  }

  private List<ReplicaFailure> failures() {
    ReplicaSet missing = plan.requirement().counted().minus(tally.answered());
    if (clientContext == null) {
      return reasons.with(self, ReplicaReasons.TIMED_OUT).failures(plan, missing);
    }
    return reasons
        .otherwise(waitingFor(), isLate() ? ReplicaReasons.TIMED_OUT : ReplicaReasons.NO_ANSWER_YET)
        .otherwise(missing.minus(asked()), ReplicaReasons.CONSIDERED_DOWN)
        .failures(plan, missing);
  }

  private ReplicaSet waitingFor() {
    return asked().minus(tally.answered()).minus(tally.failed());
  }

  @Override
  public boolean isLate() {
    return coordination.clock().nanos() >= deadlineNanos;
  }
}
