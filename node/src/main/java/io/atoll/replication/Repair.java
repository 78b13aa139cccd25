package io.atoll.replication;

import io.atoll.causal.Siblings;
import io.atoll.peer.NotServed;
import io.atoll.peer.Peers;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.Member;

/**
 * Brings what a read found to replicas that lack it, and counts who certainly has it. It goes to
 * those that the read shows to be stale; while the read waits for it, another replica stands in for
 * one that does not take it or is silent. Calls that are under way are left to themselves when the
 * read is over. Single-threaded.
 */
final class Repair {
  /** How the reason begins of a replica that was sent it and does not have it. */
  static final String NOT_TAKEN = "took no repair: ";

  private static final Runnable NOBODY_WAITS = () -> {};

  private final Coordination coordination;
  private final ReplicaPlan plan;
  private final ReadRequest request;
  private final Siblings state;
  private RepairTally tally;
  private ReadPlan order;
  private ReplicaReasons reasons = ReplicaReasons.NONE;
  private Runnable advanced = NOBODY_WAITS;
  private PeerRequest.Apply apply;
  private long sent;
  private long startedNanos;
  private long deadlineNanos;
  private long patienceNanos;
  private long impatientAtNanos;
  private boolean required;
  private boolean waitedEnough;

  /**
   * @param state what the read found
   * @param answers of the read: whoever did not answer it takes no repair either
   */
  Repair(
      Coordination coordination,
      ReplicaPlan plan,
      ReadRequest request,
      Siblings state,
      ReadTally answers) {
    this.coordination = coordination;
    this.plan = plan;
    this.request = request;
    this.state = state;
    this.tally =
        RepairTally.of(
            plan.requirement(), answers.answered().minus(answers.behind(state)), answers.failed());
  }

  /**
   * From now on the read waits.
   *
   * @param order in which stand-ins are turned to
   * @param deadlineNanos when the read ends
   * @param required whether it is refused where too few have what it would show; otherwise it is
   *     answered after a moment
   * @param advanced runs when more is known
   */
  void await(ReadPlan order, long deadlineNanos, boolean required, Runnable advanced) {
    this.order = order;
    this.deadlineNanos = deadlineNanos;
    this.required = required;
    this.advanced = advanced;
    startedNanos = coordination.clock().nanos();
    patienceNanos =
        Math.min(
            coordination.settings().forwardPatienceMs() * 1_000_000,
            (deadlineNanos - startedNanos) / 2);
    impatientAtNanos = startedNanos + patienceNanos;
    coordination.stats().count(Counter.READ_REPAIR_WAITS);
  }

  /** The read waits no longer; what was sent is on its way. */
  void isOver() {
    long waitedNanos = coordination.clock().nanos() - startedNanos;
    coordination.stats().add(Counter.READ_REPAIR_WAIT_MICROS, waitedNanos / 1_000);
    advanced = NOBODY_WAITS;
    order = null;
  }

  Siblings state() {
    return state;
  }

  /** To whom it was sent. */
  ReplicaSet sent() {
    return new ReplicaSet(sent);
  }

  ReplicaSet holding() {
    return new ReplicaSet(tally.holding());
  }

  /** Whether the read that waits can be answered or may become so. */
  Progress progress() {
    Progress progress = tally.progress();
    boolean wait = required || (progress == Progress.POSSIBLE && !waitedEnough);
    return wait ? progress : Progress.MET;
  }

  /** Why those to whom it was sent do not have it. */
  ReplicaReasons reasons() {
    return reasons;
  }

  /** Sends it to some, each once. */
  void send(ReplicaSet stale) {
    sent |= stale.bits();
    coordination.stats().add(Counter.READ_REPAIRS, stale.size());
    for (int replica = stale.first(); replica >= 0; replica = stale.next(replica)) {
      send(replica);
    }
  }

  private void send(int replica) {
    Member member = plan.member(replica);
    if (member.number() == coordination.self().number()) {
      coordination
          .local()
          .merge(plan.keyspace(), plan.token(), request.key(), state)
          .onComplete(
              merged -> holds(replica),
              refused -> refuses(replica, String.valueOf(refused.getMessage())));
      return;
    }
    if (apply == null) {
      apply =
          new PeerRequest.Apply(
              plan.epoch(), plan.keyspace().id(), request.key(), state.encode(), new int[0]);
    }
    Sent call = new Sent(replica);
    call.call =
        coordination
            .peers()
            .call(member.number(), ReplicationProtocol.APPLY, apply, request.timeoutMs(), call);
    if (call.call == null) {
      refuses(replica, ReplicaReasons.NOT_CONNECTED);
    }
  }

  /** A replica answered the read after the repair had begun. */
  void answered(int replica, Siblings answer) {
    if (Conflicts.merge(plan.keyspace().conflicts(), answer, state).equals(answer)) {
      tally = tally.withHolder(replica);
    } else if (!sent().contains(replica)) {
      send(ReplicaSet.of(replica));
    }
  }

  private void holds(int replica) {
    tally = tally.withHolder(replica);
    advanced.run();
  }

  private void refuses(int replica, String reason) {
    reasons = reasons.with(replica, NOT_TAKEN + reason);
    tally = tally.withRefusal(replica);
    standIn();
    advanced.run();
  }

  /** Time passes while the read waits. */
  void tick(long nowNanos) {
    if (nowNanos >= impatientAtNanos) {
      impatientAtNanos = nowNanos + patienceNanos;
      waitedEnough = true;
      if (required) {
        standIn();
      }
    }
  }

  private void standIn() {
    if (order == null) {
      return;
    }
    ReplicaSet untried = tally.open().minus(sent());
    ReplicaSet hoped = tally.open().intersect(sent()).plus(holding());
    int next = order.standIn(plan.requirement(), untried, hoped, holding());
    if (next >= 0) {
      send(ReplicaSet.of(next));
    }
  }

  /** One call; it ends with its reply, or at the timeout of its own. */
  private final class Sent implements Peers.Listener<PeerReply<Merged>> {
    private final int replica;
    private Peers.Call call;

    Sent(int replica) {
      this.replica = replica;
    }

    @Override
    public void replied(PeerReply<Merged> reply) {
      call.close();
      switch (reply) {
        case PeerReply.Done<Merged> _ -> holds(replica);
        case PeerReply.Failed<Merged> failed ->
            refuses(replica, String.valueOf(failed.failure().getMessage()));
      }
    }

    @Override
    public void broken() {
      boolean late = coordination.clock().nanos() >= deadlineNanos;
      refuses(replica, late ? ReplicaReasons.TIMED_OUT : ReplicaReasons.CONNECTION_LOST);
    }

    @Override
    public void notServed(NotServed why) {
      refuses(replica, why.text());
    }
  }
}
