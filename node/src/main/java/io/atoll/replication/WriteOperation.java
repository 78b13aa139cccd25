package io.atoll.replication;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.peer.NotServed;
import io.atoll.peer.Peers;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/**
 * One write, run by a replica: makes the new state, sends it to the other replicas while the local
 * disk syncs, and answers when the tally is enough.
 *
 * <p>The state may leave before it is on this disk because a node that may have lost what it made
 * never makes the same dot again: it starts a new generation. Replicas of a remote DC that do not
 * acknowledge in time through the one that took the write for all of them are sent the write one by
 * one; merging twice is harmless. After the answer the operation stays for the slow ones, so that
 * they get the write too.
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
final class WriteOperation implements OperationTimer.Operation, LocalReplicas.WriteListener {
  private final Coordination coordination;
  private final ReplicaPlan plan;
  private final WriteRequest request;
  private final int self;
  private final boolean mayBePassedOn;
  private final Promise<WriteResult> promise = Promise.promise();
  private final Peers.Call[] calls;
  private final long deadlineNanos;
  private long escalateAtNanos;
  private WriteTally tally;
  private ReplicaReasons reasons = ReplicaReasons.NONE;
  private WritePlan route;
  private PeerRequest.Apply apply;
  private CausalContext clientContext;
  private Version made;
  private Rewrite rewrite;
  private long lostTo;
  private boolean lossCounted;
  private long alive;
  private long sentDirectly;
  private long heldBytes;
  private boolean sending;
  private boolean escalated;
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
    this.calls = new Peers.Call[plan.members().size()];
    long now = coordination.clock().nanos();
    this.deadlineNanos = now + request.timeoutMs() * 1_000_000;
    this.escalateAtNanos = now + patienceNanos();
    this.tally = WriteTally.of(plan.requirement());
  }

  private long patienceNanos() {
    return Math.min(coordination.settings().forwardPatienceMs(), request.timeoutMs() / 2)
        * 1_000_000;
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
      return;
    }
    if (plan.keyspace().conflicts() == ConflictPolicy.LWW) {
      made = state.versions().getFirst();
    }
    spread(state, seen);
  }

  private void spread(Siblings state, CausalContext seen) {
    clientContext = seen;
    sending = true;
    byte[] encoded = state.encode();
    hold(ReadSizes.of(encoded.length));
    apply =
        new PeerRequest.Apply(
            plan.epoch(), plan.keyspace().id(), request.key(), encoded, new int[0]);
    ReplicaSet spared = plan.roles().members().minus(asked());
    if (!spared.isEmpty()) {
      tally = tally.withFailures(spared);
    }
    sendDirectly(route.direct());
    for (WritePlan.DcForward forward : route.forwards()) {
      forward(forward);
    }
    sending = false;
    advance();
  }

  @Override
  public void durable() {
    if (rewrite == null) {
      acknowledge(self);
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
    advance();
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

  private ReplicaSet sentDirectly() {
    return new ReplicaSet(sentDirectly);
  }

  private void sendDirectly(ReplicaSet replicas) {
    for (int r = replicas.first(); r >= 0 && !ended; r = replicas.next(r)) {
      sentDirectly = sentDirectly().with(r).bits();
      send(r, apply, ReplicaSet.EMPTY);
    }
  }

  private void forward(WritePlan.DcForward forward) {
    ReplicaSet to = forward.others();
    int[] others = new int[to.size()];
    int next = 0;
    for (int r = to.first(); r >= 0; r = to.next(r)) {
      others[next++] = plan.member(r).number();
    }
    PeerRequest.Apply forwarding =
        new PeerRequest.Apply(
            apply.epoch(), apply.keyspaceId(), apply.key(), apply.siblings(), others);
    send(forward.lead(), forwarding, to);
  }

  /**
   * @param passedOn to which others the asked replica passes the write on
   */
  private void send(int replica, PeerRequest.Apply message, ReplicaSet passedOn) {
    Member member = plan.member(replica);
    calls[replica] =
        coordination
            .peers()
            .call(
                member.number(),
                ReplicationProtocol.APPLY,
                message,
                request.timeoutMs(),
                new Acks(replica, passedOn));
    if (calls[replica] == null) {
      broken(replica, passedOn, ReplicaReasons.NOT_CONNECTED);
    }
  }

  /** What comes back on one call. */
  private final class Acks implements Peers.Listener<PeerReply<Merged>> {
    private final int replica;
    private final long passedOn;

    Acks(int replica, ReplicaSet passedOn) {
      this.replica = replica;
      this.passedOn = passedOn.bits();
    }

    @Override
    public void replied(PeerReply<Merged> reply) {
      coordination.topology().seen(plan.member(replica).number(), reply.epoch());
      switch (reply) {
        case PeerReply.Done<Merged> applied -> {
          lost(applied.value().newer());
          acknowledge(plan.indexOf(applied.member()));
        }
        case PeerReply.Failed<Merged> failed ->
            refused(replica, plan.indexOf(failed.member()), failed.failure());
      }
    }

    @Override
    public void broken() {
      broken(isLate() ? ReplicaReasons.TIMED_OUT : ReplicaReasons.CONNECTION_LOST);
    }

    @Override
    public void notServed(NotServed why) {
      broken(why.text());
    }

    private void broken(String reason) {
      calls[replica] = null;
      WriteOperation.this.broken(replica, new ReplicaSet(passedOn), reason);
    }
  }

  /** A replica held a version that is later than the write, if any. */
  private void lost(long newer) {
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
        return;
      }
      coordination.stats().count(Counter.LWW_RAISED);
      closeCalls();
      lostTo = 0;
      sentDirectly = 0;
      escalated = false;
      escalateAtNanos = coordination.clock().nanos() + patienceNanos();
      reasons = ReplicaReasons.NONE;
      tally = WriteTally.of(plan.requirement());
      spread(state, seen);
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
      if (sending) {
        // Not made: what the others have acknowledged has lost, so it counts for nothing.
        sending = false;
        tally = WriteTally.of(plan.requirement()).withFailures(plan.roles().members());
      }
      WriteOperation.this.failed(self, String.valueOf(failure.getMessage()));
      advance();
    }

    /** Something later came in between, so it stays as it is. */
    @Override
    public void overtaken() {
      sending = false;
      advance();
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
  private void refused(int by, int replica, RequestFailure why) {
    if (ended || replica < 0) {
      return;
    }
    if (replica != by && !sentDirectly().contains(replica)) {
      sendDirectly(ReplicaSet.of(replica));
    } else if (replica == by || calls[replica] == null) {
      failed(replica, String.valueOf(why.getMessage()));
    }
    advance();
  }

  private void failed(int replica, String reason) {
    reasons = reasons.with(replica, reason);
    tally = tally.withFailure(replica);
  }

  private void broken(int replica, ReplicaSet passedOn, String reason) {
    if (ended) {
      return;
    }
    failed(replica, reason);
    escalate(passedOn);
    advance();
  }

  /** Sends to the silent ones of those that the write was passed on to. */
  private void escalate(ReplicaSet passedOn) {
    ReplicaSet silent = passedOn.minus(tally.answered()).minus(sentDirectly());
    if (!silent.isEmpty()) {
      coordination.stats().count(Counter.FORWARD_ESCALATIONS);
      sendDirectly(silent);
    }
  }

  private void advance() {
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
    if (!escalated && clientContext != null && nowNanos >= escalateAtNanos) {
      escalated = true;
      ReplicaSet passedOn = ReplicaSet.EMPTY;
      for (WritePlan.DcForward forward : route.forwards()) {
        passedOn = passedOn.plus(forward.others());
      }
      escalate(passedOn);
      advance();
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
    closeCalls();
    if (!answered) {
      coordination.stats().count(Counter.NOT_ENOUGH_ANSWERS);
      promise.fail(shortfall());
    }
  }

  private void closeCalls() {
    for (int i = 0; i < calls.length; i++) {
      if (calls[i] != null) {
        calls[i].close();
        calls[i] = null;
      }
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

  private boolean isLate() {
    return coordination.clock().nanos() >= deadlineNanos;
  }
}
