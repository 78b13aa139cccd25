package io.atoll.replication;

import io.atoll.peer.NotServed;
import io.atoll.peer.Peers;
import io.atoll.ring.Member;

/**
 * One state on its way from the replica that made it to the others: to some directly, to those of a
 * remote DC through the one that takes it for all of them. Who does not acknowledge in time that
 * way is sent to directly; merging twice is harmless. Belongs to its coordinator's loop.
 */
final class WriteSpread {
  private final Coordination coordination;
  private final ReplicaPlan plan;
  private final WritePlan route;
  private final PeerRequest.Apply apply;
  private final long timeoutMs;
  private final long escalateAtNanos;
  private final Listener listener;
  private final Peers.Call[] calls;
  private long sentDirectly;
  private boolean escalated;

  /** Whose state it is. */
  interface Listener {
    /** Whether nothing that comes matters any more. */
    boolean hasEnded();

    /** Who has it on disk. */
    ReplicaSet answered();

    /** Whether the time of the request is over. */
    boolean isLate();

    /** A replica has it on disk. */
    void acknowledged(int replica);

    /** A replica will not have it; {@link #advanced} follows. */
    void failed(int replica, String reason);

    /**
     * A replica held a version that is later than the write.
     *
     * @param newer its timestamp; 0 when there was none
     */
    void lost(long newer);

    /** All that was known at one moment has been told. */
    void advanced();
  }

  /**
   * @param state encoded
   */
  WriteSpread(
      Coordination coordination,
      ReplicaPlan plan,
      WriteRequest request,
      WritePlan route,
      byte[] state,
      Listener listener) {
    this.coordination = coordination;
    this.plan = plan;
    this.route = route;
    this.apply =
        new PeerRequest.Apply(plan.epoch(), plan.keyspace().id(), request.key(), state, new int[0]);
    this.timeoutMs = request.timeoutMs();
    this.escalateAtNanos =
        coordination.clock().nanos()
            + Math.min(coordination.settings().forwardPatienceMs(), timeoutMs / 2) * 1_000_000;
    this.listener = listener;
    this.calls = new Peers.Call[plan.members().size()];
  }

  /** Sends it. */
  void start() {
    sendDirectly(route.direct());
    for (WritePlan.DcForward forward : route.forwards()) {
      forward(forward);
    }
  }

  /** Time has passed. */
  void tick(long nowNanos) {
    if (escalated || nowNanos < escalateAtNanos) {
      return;
    }
    escalated = true;
    ReplicaSet passedOn = ReplicaSet.EMPTY;
    for (WritePlan.DcForward forward : route.forwards()) {
      passedOn = passedOn.plus(forward.others());
    }
    escalate(passedOn);
    listener.advanced();
  }

  /** Nothing more is heard of it. */
  void close() {
    for (int i = 0; i < calls.length; i++) {
      if (calls[i] != null) {
        calls[i].close();
        calls[i] = null;
      }
    }
  }

  private ReplicaSet sentDirectly() {
    return new ReplicaSet(sentDirectly);
  }

  private void sendDirectly(ReplicaSet replicas) {
    for (int r = replicas.first(); r >= 0 && !listener.hasEnded(); r = replicas.next(r)) {
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
                timeoutMs,
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
          listener.lost(applied.value().newer());
          listener.acknowledged(plan.indexOf(applied.member()));
        }
        case PeerReply.Failed<Merged> failed ->
            refused(replica, plan.indexOf(failed.member()), failed.failure());
      }
    }

    @Override
    public void broken() {
      broken(listener.isLate() ? ReplicaReasons.TIMED_OUT : ReplicaReasons.CONNECTION_LOST);
    }

    @Override
    public void notServed(NotServed why) {
      broken(why.text());
    }

    private void broken(String reason) {
      calls[replica] = null;
      WriteSpread.this.broken(replica, new ReplicaSet(passedOn), reason);
    }
  }

  /**
   * @param by the replica that was asked
   * @param replica the one that refused: the same, or one that it could not pass the write on to
   */
  private void refused(int by, int replica, RequestFailure why) {
    if (listener.hasEnded() || replica < 0) {
      return;
    }
    if (replica != by && !sentDirectly().contains(replica)) {
      sendDirectly(ReplicaSet.of(replica));
    } else if (replica == by || calls[replica] == null) {
      listener.failed(replica, String.valueOf(why.getMessage()));
    }
    listener.advanced();
  }

  private void broken(int replica, ReplicaSet passedOn, String reason) {
    if (listener.hasEnded()) {
      return;
    }
    listener.failed(replica, reason);
    escalate(passedOn);
    listener.advanced();
  }

  /** Sends to the silent ones of those that the write was passed on to. */
  private void escalate(ReplicaSet passedOn) {
    ReplicaSet silent = passedOn.minus(listener.answered()).minus(sentDirectly());
    if (!silent.isEmpty()) {
      coordination.stats().count(ReplicationStats.Counter.FORWARD_ESCALATIONS);
      sendDirectly(silent);
    }
  }
}
