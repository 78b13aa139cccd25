package io.atoll.client.engine;

import io.atoll.resilience.Backoff;
import io.atoll.resilience.RetryBudget;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.ArrayDeque;

/**
 * Brings every request of one loop to its end: sends it, sends it again where that does no harm,
 * asks a second node when the first is slow, and tells the listener once, in time.
 *
 * <p><b>When a request is sent again.</b> After a failure, on another node if there is one, within
 * the deadline, the most attempts and the {@link RetryBudget}: a read always; a write whose owner
 * says that twice does no harm; any other write only while it is certain that no attempt had an
 * effect, because it never reached a socket or because the node said so ({@link
 * FailureCode#withoutEffect}). So such a write never has more than one attempt in progress, and
 * when its connection breaks it fails at once and says that it may have taken effect. A request of
 * a batch that meets overload is sent again until its deadline, whatever the budget: that there are
 * few of them at once, and ever longer pauses, keep the load from the nodes.
 *
 * <p><b>Hedges</b> (Dean and Barroso, "The Tail at Scale", 2013). A read that has taken longer than
 * a high percentile of recent reads of its level in that DC is asked of a second node; the first
 * answer wins, and the other is ignored when it comes. The same happens to any request that may be
 * repeated when it has taken twice as long as that and its node has fallen under suspicion, so that
 * a node that hangs costs a fraction of a second and not the time until its connection is given up.
 *
 * <p><b>Time.</b> Every request sits in one timer wheel from beginning to end, for whichever comes
 * first: its deadline, the end of a pause, the moment it becomes slow. A node is told a little less
 * than what is left, so that its own verdict arrives before ours.
 */
final class Dispatcher {
  private static final long MARGIN_NANOS = 25_000_000L;
  private static final int OVERLOAD_PAUSE_MS = 10;
  private static final int OTHER_PAUSE_MS = 2;
  private static final int MAX_PAUSE_MS = 500;
  private static final int MOST_HEDGES = 2;

  /** What hedges leave of the budget to repeats. */
  private static final double REPEATS_SHARE = 0.5;

  private final Turn turn;
  private final EngineSettings.Repeats repeats;
  private final EngineStats stats;
  private final Admission admission;
  private final NodeLinks links;
  private final Router router;
  private final RetryBudget budget;
  private final CallTimer deadlines;
  private final CallFailures verdicts;
  private final KeyspaceRefresh refresh;
  private final ArrayDeque<Call> parked = new ArrayDeque<>();
  private boolean linksChanged;
  private boolean closed;

  /** Who can get a newer view because a keyspace is not in this one. */
  interface KeyspaceRefresh {
    /** {@link Dispatcher#refreshed} follows for a request. */
    void refreshFor(Call call);
  }

  Dispatcher(
      Turn turn,
      EngineSettings settings,
      EngineStats stats,
      Admission admission,
      NodeLinks links,
      KeyspaceRefresh refresh) {
    this.turn = turn;
    this.repeats = settings.repeats();
    this.stats = stats;
    this.admission = admission;
    this.links = links;
    this.refresh = refresh;
    this.router = new Router(links, turn);
    this.verdicts = new CallFailures(links);
    this.deadlines = new CallTimer(turn);
    this.budget =
        new RetryBudget(
            repeats.budgetRatio(),
            repeats.budgetPerSecond(),
            settings.limits().inFlight(),
            turn.loop().nanos());
  }

  /** A new request. */
  void start(Call call) {
    if (begin(call)) {
      dispatch(call);
    }
  }

  /**
   * Takes a new request in without sending it.
   *
   * @return whether it is to be sent; otherwise it is looked after
   */
  boolean begin(Call call) {
    call.dispatcher = this;
    if (closed) {
      end(call, verdicts.closed(call));
      return false;
    }
    budget.deposit();
    deadlines.watch(call, call.deadlineNanos);
    if (call.keyspaceView == null) {
      refresh(call);
      return false;
    }
    return true;
  }

  /** The node that a request would be sent to now, null when none takes it. */
  NodeLink choose(Call call) {
    return router.choose(call);
  }

  int partitionOf(Call call) {
    return links.view().partitionOf(call.token);
  }

  /** Sends a request to whichever node takes it, or keeps it until one does. */
  void dispatch(Call call) {
    NodeLink link = router.choose(call);
    if (link != null) {
      send(call, link, false);
    } else if (router.isHopeful()) {
      park(call);
    } else {
      end(call, verdicts.unreachable(call));
    }
  }

  /** The view that a request waits for is as new as it can be. */
  void refreshed(Call call, String trouble) {
    if (call.hasEnded()) {
      return;
    }
    call.refreshed = true;
    if (call.resolve(links.view())) {
      dispatch(call);
    } else if (trouble != null) {
      call.lastTrouble = trouble;
      end(call, verdicts.unreachable(call));
    } else {
      end(call, verdicts.unknownKeyspace(call));
    }
  }

  /** Requests that found no node may find one now. */
  void linksChanged() {
    linksChanged = true;
  }

  /** The end of a turn: those that wait for a place get it. */
  void sendParked() {
    if (linksChanged) {
      linksChanged = false;
      for (int left = parked.size(); left > 0; left--) {
        Call call = parked.poll();
        if (call != null) {
          dispatch(call);
        }
      }
      return;
    }
    while (!parked.isEmpty()) {
      NodeLink link = router.choose(parked.peek());
      if (link == null) {
        return;
      }
      send(parked.poll(), link, false);
    }
  }

  /** An attempt got its answer. */
  void answered(Attempt attempt, Response response, long nowNanos) {
    Call call = attempt.call;
    long tookNanos = nowNanos - attempt.sentNanos;
    attempt.link.latency.add(tookNanos, nowNanos);
    call.underWay--;
    if (response instanceof Response.Failed failed) {
      links.heardOf(failed.epoch());
      if (!call.hasEnded()) {
        failed(attempt, failed, nowNanos);
      }
      return;
    }
    attempt.link.dc.took(call, tookNanos);
    if (!call.hasEnded()) {
      if (attempt.hedge) {
        stats.hedgeWon(call.operation());
      }
      end(call, response);
    }
    links.heardOf(epochOf(response));
  }

  private static long epochOf(Response response) {
    return switch (response) {
      case Response.Values values -> values.epoch();
      case Response.Written written -> written.epoch();
      case Response.Failed failed -> failed.epoch();
      case Response.Welcome welcome -> welcome.epoch();
      case Response.SomeValues some -> 0;
      case Response.View view -> 0;
      case Response.Pong pong -> 0;
      case Response.GoAway away -> 0;
    };
  }

  /** An attempt will get no answer. */
  void lost(Attempt attempt, String reason, boolean written) {
    Call call = attempt.call;
    call.underWay--;
    if (call.hasEnded()) {
      return;
    }
    call.uncertain |= written;
    call.lastFailed = null;
    call.lastTrouble = attempt.link.name() + ": " + reason;
    if (call.underWay > 0) {
      return;
    }
    if (!written) {
      // It put no load on anybody.
      call.attempts--;
      dispatch(call);
    } else if (mayRepeat(call)) {
      stats.repeated(call.operation());
      dispatch(call);
    } else {
      end(call, verdicts.unanswered(call, "no answer will come"));
    }
  }

  /** A time that a request waited for has come. */
  void due(Call call, long nowNanos) {
    if (nowNanos - call.deadlineNanos >= 0) {
      overdue(call);
      return;
    }
    switch (call.phase) {
      case PAUSING -> {
        deadlines.watch(call, call.deadlineNanos);
        if (call.keyspaceView != null) {
          call.resolve(links.view());
        }
        dispatch(call);
      }
      case ASKING -> slow(call, nowNanos);
      case PARKED, REFRESHING -> deadlines.watch(call, call.deadlineNanos);
      case ENDED -> {}
    }
  }

  /** All requests fail, now and from now on. */
  void close() {
    closed = true;
    parked.clear();
    deadlines.drain(call -> end(call, verdicts.closed(call)));
  }

  private void send(Call call, NodeLink link, boolean hedge) {
    Channel channel = link.channelFor(partitionOf(call));
    Attempt attempt = asking(call, link, hedge);
    channel.send(attempt, call.request(attemptTerms(call)));
  }

  /** Makes the next attempt of a request, which the caller sends. */
  Attempt asking(Call call, NodeLink link, boolean hedge) {
    long nowNanos = turn.nowNanos();
    Attempt attempt = new Attempt(call, link, hedge, nowNanos);
    call.lastAttempt = attempt;
    call.attempts++;
    call.underWay++;
    call.phase = Call.Phase.ASKING;
    deadlines.watch(call, slowAt(call, link, nowNanos));
    return attempt;
  }

  /** What an attempt of a request tells the node. */
  Request.Terms attemptTerms(Call call) {
    long leftNanos = call.deadlineNanos - turn.nowNanos();
    long told = leftNanos - Math.min(MARGIN_NANOS, leftNanos / 8);
    return new Request.Terms(
        call.keyspaceView.id(),
        call.terms.level(),
        call.terms.sloppy(),
        (int) Math.max(1, told / 1_000_000));
  }

  private void refresh(Call call) {
    call.phase = Call.Phase.REFRESHING;
    deadlines.watch(call, call.deadlineNanos);
    refresh.refreshFor(call);
  }

  private void park(Call call) {
    call.phase = Call.Phase.PARKED;
    parked.add(call);
  }

  /** When a request becomes slow; its deadline when nothing would follow from that. */
  private long slowAt(Call call, NodeLink link, long nowNanos) {
    if (!call.isRepeatable() || call.attempts >= repeats.maxAttempts()) {
      return call.deadlineNanos;
    }
    long slowNanos = link.dc.slowNanos(call);
    return nowNanos
        + (mayHedge(call)
            ? slowNanos
            : Math.max(repeats.suspicionFloorMs() * 1_000_000L, 2 * slowNanos));
  }

  private boolean mayHedge(Call call) {
    return repeats.hedging() && call.terms.hedged() && call.isRead();
  }

  private void slow(Call call, long nowNanos) {
    boolean hedge = mayHedge(call) && call.underWay <= MOST_HEDGES;
    if (!hedge && !call.lastAttempt.link.isSuspected(nowNanos)
        || call.attempts >= repeats.maxAttempts()) {
      deadlines.watch(call, nowNanos + repeats.suspicionFloorMs() * 1_000_000L);
      return;
    }
    NodeLink second = router.chooseSecond(call);
    if (second == null) {
      deadlines.watch(call, nowNanos + repeats.suspicionFloorMs() * 1_000_000L);
    } else if (!budget.payIfAbove(REPEATS_SHARE, nowNanos)) {
      stats.budgetSpent();
      deadlines.watch(call, nowNanos + repeats.suspicionFloorMs() * 1_000_000L);
    } else {
      stats.hedged(call.operation());
      send(call, second, true);
    }
  }

  private void failed(Attempt attempt, Response.Failed failed, long nowNanos) {
    Call call = attempt.call;
    call.uncertain |= !failed.code().withoutEffect();
    call.lastFailed = failed;
    call.lastTrouble = attempt.link.name() + ": " + failed.message();
    switch (failed.code().advice()) {
      case NONE -> end(call, verdicts.answered(call));
      case NEWER_VIEW -> {
        if (call.underWay > 0) {
          return;
        }
        if (call.refreshed || !mayRepeat(call)) {
          end(call, verdicts.answered(call));
        } else {
          stats.repeated(call.operation());
          refresh(call);
        }
      }
      case OTHER_NODE -> repeatAfter(call, OTHER_PAUSE_MS, nowNanos);
      case PAUSE -> {
        if (call.terms.paced() && !(call.uncertain && !call.isRepeatable())) {
          waitOut(call, nowNanos);
        } else {
          repeatAfter(call, OVERLOAD_PAUSE_MS, nowNanos);
        }
      }
    }
  }

  private void repeatAfter(Call call, int minPauseMs, long nowNanos) {
    if (call.underWay > 0) {
      return;
    }
    if (!mayRepeat(call)) {
      end(call, verdicts.answered(call));
      return;
    }
    stats.repeated(call.operation());
    pause(call, minPauseMs, call.attempts, nowNanos);
  }

  /** An attempt that met overload counts for nothing: pauses that grow keep the load from nodes. */
  private void waitOut(Call call, long nowNanos) {
    if (call.underWay > 0) {
      return;
    }
    stats.repeated(call.operation());
    call.attempts--;
    call.pauses++;
    pause(call, OVERLOAD_PAUSE_MS, call.pauses, nowNanos);
  }

  private void pause(Call call, int minPauseMs, int failures, long nowNanos) {
    call.phase = Call.Phase.PAUSING;
    long pauseMs = new Backoff(minPauseMs, MAX_PAUSE_MS).pauseMs(failures, turn.loop().random());
    deadlines.watch(call, nowNanos + pauseMs * 1_000_000L);
  }

  /** Whether a request whose last attempt failed may be sent again; then the budget has paid. */
  private boolean mayRepeat(Call call) {
    if (closed
        || call.uncertain && !call.isRepeatable()
        || call.attempts >= repeats.maxAttempts()) {
      return false;
    }
    boolean paid = budget.pay(turn.nowNanos());
    if (!paid) {
      stats.budgetSpent();
    }
    return paid;
  }

  private void overdue(Call call) {
    switch (call.phase) {
      case ASKING ->
          end(
              call,
              verdicts.unanswered(
                  call, "no answer within %d ms".formatted(call.terms.timeoutMs())));
      case PARKED -> {
        parked.remove(call);
        end(call, verdicts.waitedInVain(call));
      }
      case REFRESHING -> end(call, verdicts.unreachable(call));
      case PAUSING -> end(call, verdicts.answered(call));
      case ENDED -> {}
    }
  }

  private void end(Call call, Response response) {
    finish(call, null);
    try {
      call.answer(response);
    } catch (RuntimeException | Error thrown) {
      stats.listenerThrew(thrown);
    }
  }

  private void end(Call call, CallFailure failure) {
    finish(call, failure.kind());
    try {
      call.fail(failure);
    } catch (RuntimeException | Error thrown) {
      stats.listenerThrew(thrown);
    }
  }

  private void finish(Call call, CallFailure.Kind failure) {
    call.phase = Call.Phase.ENDED;
    deadlines.forget(call);
    admission.release(call.bytes);
    stats.ended(call.operation(), failure, turn.nowNanos() - call.startedNanos, call.attempts);
  }
}
