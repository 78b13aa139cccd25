package io.atoll.replication;

import io.atoll.peer.NotServed;
import io.atoll.peer.Peers;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/**
 * One write, passed on by a node that holds no replica of the key, or whose own storage refuses it,
 * or whose clock is off, to the nearest replica; those whose storage takes no writes, as far as is
 * known, come last. Another replica is tried only when the first certainly had no effect; once it
 * may have made the write, a second attempt could make it twice. A level that is local stays in
 * this DC: a replica elsewhere would apply it to its own DC.
 */
final class ForwardOperation
    implements OperationTimer.Operation, Peers.Listener<PeerReply<WriteResult>> {
  private final Coordination coordination;
  private final ReplicaPlan plan;
  private final WriteRequest request;
  private final Promise<WriteResult> promise = Promise.promise();
  private final long deadlineNanos;
  private ReadPlan order;
  private long untried;
  private int current;
  private Peers.Call call;
  private RequestFailure lastRefusal;
  private ReplicaReasons reasons = ReplicaReasons.NONE;
  private boolean ended;

  ForwardOperation(Coordination coordination, ReplicaPlan plan, WriteRequest request) {
    this(
        coordination,
        plan,
        request,
        coordination.clock().nanos() + request.timeoutMs() * 1_000_000);
  }

  ForwardOperation(
      Coordination coordination, ReplicaPlan plan, WriteRequest request, long deadlineNanos) {
    this.coordination = coordination;
    this.plan = plan;
    this.request = request;
    this.deadlineNanos = deadlineNanos;
  }

  /** Tries all replicas. */
  Future<WriteResult> start() {
    ReplicaSet alive = coordination.alive(plan);
    return plan.requirement().metBy(alive)
        ? start(alive)
        : coordination.unavailable("write", plan, alive);
  }

  /**
   * Tries the others.
   *
   * @param refusing the replica that has done nothing, whose place in the level is as good as lost
   * @param refusal why it did not; the answer when no other takes the write
   */
  Future<WriteResult> start(int refusing, RequestFailure refusal) {
    ReplicaSet others = coordination.alive(plan).without(refusing);
    if (!plan.requirement().metBy(others)) {
      return Future.failedFuture(refusal);
    }
    lastRefusal = refusal;
    reasons = reasons.with(refusing, String.valueOf(refusal.getMessage()));
    return start(others);
  }

  /**
   * Tries the others, although this node holds a replica, which counts for the level.
   *
   * @param own that replica
   * @param refusal why it does not coordinate; the answer when no other takes the write
   */
  Future<WriteResult> startElsewhere(int own, RequestFailure refusal) {
    ReplicaSet alive = coordination.alive(plan);
    if (!plan.requirement().metBy(alive)) {
      return coordination.unavailable("write", plan, alive);
    }
    lastRefusal = refusal;
    return start(alive.without(own));
  }

  private Future<WriteResult> start(ReplicaSet alive) {
    order = coordination.readPlan(plan, alive);
    untried =
        (isLocal(plan.level())
                ? alive.intersect(plan.roles().replicasOf(coordination.self().dc()))
                : alive)
            .bits();
    tryNext();
    if (!ended) {
      coordination.deadlines().add(this);
    }
    return promise.future();
  }

  private static boolean isLocal(ConsistencyLevel level) {
    return ConsistencyLevel.Named.LOCAL_ONE.equals(level)
        || ConsistencyLevel.Named.LOCAL_QUORUM.equals(level);
  }

  private void tryNext() {
    while (!ended && call == null) {
      current = nearest(new ReplicaSet(untried));
      if (current < 0) {
        fail(lastRefusal != null ? lastRefusal : unreachable());
        return;
      }
      untried = new ReplicaSet(untried).without(current).bits();
      Member member = plan.member(current);
      long leftMs = Math.max(1, (deadlineNanos - coordination.clock().nanos()) / 1_000_000);
      // A tenth is for the way, so that the replica's own account of a shortfall is heard.
      long theirsMs = Math.max(1, leftMs - leftMs / 10);
      call =
          coordination
              .peers()
              .call(
                  member.number(),
                  ReplicationProtocol.COORDINATE,
                  new PeerRequest.Coordinate(plan.epoch(), withTimeout(theirsMs)),
                  leftMs,
                  this);
      if (call == null) {
        reasons = reasons.with(current, ReplicaReasons.NOT_CONNECTED);
      }
    }
  }

  private int nearest(ReplicaSet candidates) {
    ReplicaSet able = candidates;
    for (int r = candidates.first(); r >= 0; r = candidates.next(r)) {
      if (!coordination.liveness().takesWrites(plan.member(r).number())) {
        able = able.without(r);
      }
    }
    return order.nearest(able.isEmpty() ? candidates : able);
  }

  private RequestFailure unreachable() {
    List<ReplicaFailure> failures = failures();
    return new RequestFailure.Unavailable(
        "no replica of the key could be reached: nothing was attempted"
            + ReplicaFailure.told(failures),
        0,
        plan.requirement().total(),
        failures);
  }

  private List<ReplicaFailure> failures() {
    return reasons.failures(plan, plan.roles().replicas());
  }

  private WriteRequest withTimeout(long timeoutMs) {
    return new WriteRequest(
        request.keyspace(),
        request.keyspaceId(),
        request.key(),
        request.context(),
        request.delete(),
        request.contentType(),
        request.value(),
        request.level(),
        timeoutMs);
  }

  @Override
  public void replied(PeerReply<WriteResult> reply) {
    if (ended) {
      return;
    }
    coordination.topology().seen(plan.member(current).number(), reply.epoch());
    call.close();
    call = null;
    switch (reply) {
      case PeerReply.Done<WriteResult> done -> {
        ended = true;
        promise.complete(done.value());
      }
      case PeerReply.Failed<WriteResult> failed -> refused(failed.failure());
    }
  }

  private void refused(RequestFailure failure) {
    switch (failure) {
      case RequestFailure.Overloaded nothingDone -> tryAnother(nothingDone);
      case RequestFailure.StorageRefused nothingDone -> tryAnother(nothingDone);
      case RequestFailure.UnknownKeyspace nothingDone -> tryAnother(nothingDone);
      case RequestFailure.Unavailable nothingDone -> tryAnother(nothingDone);
      case RequestFailure.ImpossibleLevel impossible -> fail(impossible);
      case RequestFailure.TooManySiblings full -> fail(full);
      case RequestFailure.NotEnoughAnswers shortfall -> fail(shortfall);
      case RequestFailure.ContextNotReached unexpected -> fail(unexpected);
    }
  }

  private void tryAnother(RequestFailure refusal) {
    lastRefusal = refusal;
    tryNext();
  }

  @Override
  public void broken() {
    if (ended) {
      return;
    }
    call = null;
    boolean late = coordination.clock().nanos() >= deadlineNanos;
    fail(doubtful(late ? ReplicaReasons.TIMED_OUT : ReplicaReasons.CONNECTION_LOST));
  }

  @Override
  public void notServed(NotServed why) {
    if (ended) {
      return;
    }
    call = null;
    if (why.reason().nothingDone()) {
      refused(
          new RequestFailure.Overloaded(
              "%s does not coordinate the write: %s"
                  .formatted(plan.member(current).nodeId(), why.text())));
    } else {
      fail(doubtful(why.text()));
    }
  }

  private RequestFailure doubtful(String reason) {
    coordination.stats().count(Counter.NOT_ENOUGH_ANSWERS);
    reasons = reasons.with(current, reason);
    List<ReplicaFailure> failures = failures();
    return new RequestFailure.NotEnoughAnswers(
        "replica %s was to coordinate the write and did not answer: it may still take effect%s"
            .formatted(plan.member(current).nodeId(), ReplicaFailure.told(failures)),
        plan.outcome(ReplicaSet.of(current), ReplicaSet.EMPTY, 0),
        failures);
  }

  private void fail(RequestFailure failure) {
    ended = true;
    promise.fail(failure);
  }

  @Override
  public boolean tick(long nowNanos) {
    if (!ended && nowNanos >= deadlineNanos) {
      if (call != null) {
        call.close();
        call = null;
      }
      fail(doubtful(ReplicaReasons.TIMED_OUT));
    }
    return !ended;
  }

  @Override
  public boolean endIfAnswered() {
    return ended;
  }
}
