package io.atoll.router.proxy;

import io.atoll.platform.http.Problem;
import io.atoll.platform.http.RequestTarget;
import io.atoll.router.health.LoadBalancer.Choice;
import io.atoll.router.health.NodeHealth;
import io.atoll.router.policy.AttemptEnd;
import io.atoll.router.policy.Repetition;
import io.atoll.router.policy.RequestTimeout;
import io.atoll.router.policy.TimeoutBudget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One request of a client, until it is answered: which nodes are asked for it, when, and what the
 * client is told.
 *
 * <p>A read may be with several nodes at a time. It is sent to one; when that is silent for longer
 * than reads there usually are, another is asked too (J. Dean, L. Barroso, "The Tail at Scale",
 * 2013), and the first whole answer counts. A write is with one node at a time, and is sent to
 * another only when it surely did nothing. Whatever happens, the client has an answer before the
 * time is over that it gave.
 *
 * <p>Used on its loop only.
 */
final class Exchange implements Attempt.Owner {
  private static final int MAX_HEDGES = 2;
  private static final long OTHER_PAGES_SLACK_MS = 1_000;

  /** A node that owes an answer for so long when the time is over is at fault. */
  private static final long AT_FAULT_NANOS = 1_000_000_000L;

  private final LoopState loop;
  private final HttpServerRequest request;
  private final Reply reply;
  private final RequestTarget target;
  private final boolean read;

  private Buffer body;
  private boolean replaceTimeout;
  private long deadlineNanos;
  private long hedgeNanos;
  private int hedges;
  private long doubtNanos = Long.MAX_VALUE;
  private long timer = -1;

  private final List<Attempt> live = new ArrayList<>(2);
  private final Set<NodeHealth> tried = new HashSet<>(4);

  /** The last answer that something better was hoped for than, and its attempt. */
  private Answer lesserAnswer;

  private Attempt lesserAttempt;
  private String lastFailure = "";

  Exchange(LoopState loop, HttpServerRequest request, RequestTarget target) {
    this.loop = loop;
    this.request = request;
    this.target = target;
    this.read =
        HttpMethod.GET.equals(request.method())
            || HttpMethod.HEAD.equals(request.method())
            || HttpMethod.OPTIONS.equals(request.method());
    this.reply =
        new Reply(
            loop,
            request,
            NodeUri.isKey(target) ? (read ? Kind.KV_READ : Kind.KV_WRITE) : Kind.OTHER);
    reply.onGone(() -> finish(null));
  }

  /** Refuses the request, or begins to serve it. */
  void begin(boolean room) {
    if (!room) {
      reply.problem(Refusals.routerIsFull(loop.admission().fullBecause("router")));
      return;
    }
    if (loop.limiter() != null) {
      long waitNanos = loop.limiter().tryPass(client(), loop.now());
      if (waitNanos > 0) {
        reply.problem(Refusals.rateLimited(waitNanos));
        return;
      }
    }
    PassedBody.receive(reply, loop.settings().bounds().bodyBytes(), this::proceed);
  }

  /** Ends it because of a mistake in the router itself. */
  void defect(RuntimeException mistake) {
    finish(null);
    reply.defect(mistake);
  }

  private String client() {
    String named = loop.rateHeader().isEmpty() ? null : request.getHeader(loop.rateHeader());
    return named != null ? "h " + named : "a " + request.remoteAddress().hostAddress();
  }

  private void proceed(Buffer whole) {
    body = whole;
    long nowNanos = loop.now();
    long timeoutMs = loop.settings().times().defaultMs();
    if (!NodeUri.isKey(target)) {
      // A node may take all of that time there, and cannot be given less.
      timeoutMs += OTHER_PAGES_SLACK_MS;
    } else {
      long asked = RequestTimeout.ofMs(target.query(), loop.settings().times().maxMs());
      replaceTimeout = asked != RequestTimeout.MALFORMED;
      timeoutMs = asked > 0 ? asked : timeoutMs;
    }
    deadlineNanos = TimeoutBudget.ofRouter(nowNanos, timeoutMs);
    hedgeNanos = Long.MAX_VALUE;
    loop.budget().deposit();
    try {
      if (ask("", false)) {
        arm(nowNanos);
      }
    } catch (RuntimeException mistake) {
      defect(mistake);
    }
  }

  /**
   * Sends the request to one more node, or ends it when there is none.
   *
   * @return whether it was sent
   */
  private boolean ask(String avoidDc, boolean hedge) {
    long nowNanos = loop.now();
    Attempt attempt = new Attempt(loop, read, hedge, this);
    Choice choice = loop.loadBalancer().choose(read, tried, avoidDc, attempt, nowNanos);
    if (!(choice instanceof Choice.Go go)) {
      if (live.isEmpty()) {
        nobodyLeft(choice);
      }
      return false;
    }
    NodeHealth node = go.ticket().node();
    tried.add(node);
    live.add(attempt);
    doubtNanos = Long.MAX_VALUE;
    if (read) {
      hedgeNanos = nowNanos + go.ticket().dc().hedgeNanos();
    }
    String uri =
        replaceTimeout
            ? NodeUri.withTimeout(
                target, TimeoutBudget.ofNodeMs(deadlineNanos - nowNanos, node.roundTripNanos()))
            : NodeUri.plain(target);
    attempt.start(go.ticket(), request.method(), uri, request.headers(), body);
    return true;
  }

  @Override
  public void answered(Attempt attempt, Answer answer) {
    live.remove(attempt);
    if (reply.isOver()) {
      attempt.releaseHeld();
      return;
    }
    String kind = answer.status() >= 500 ? answer.problemKind() : "";
    AttemptEnd end = new AttemptEnd.Answered(answer.status(), kind);
    Repetition again = Repetition.after(end, read);
    if (again == Repetition.NONE) {
      give(attempt, answer);
      return;
    }
    keepLesser(attempt, answer);
    next(again == Repetition.ANOTHER_DC ? answer.ticket().dc().name() : "", false, "answer");
  }

  @Override
  public void failed(Attempt attempt, AttemptEnd end, boolean nodeIsDown) {
    live.remove(attempt);
    if (reply.isOver()) {
      return;
    }
    lastFailure = reason(end);
    if (Repetition.after(end, read) == Repetition.NONE) {
      inDoubt(lastFailure);
      return;
    }
    boolean free = nodeIsDown || end instanceof AttemptEnd.NeverSent;
    next("", free, nodeIsDown ? "down" : free ? "unsent" : "broken");
  }

  @Override
  public void overflowed(Attempt attempt, Answer begun, HttpClientResponse rest) {
    live.remove(attempt);
    attempt.handedOver();
    if (reply.isOver()) {
      attempt.releaseHeld();
      rest.request().reset();
      return;
    }
    finish(attempt);
    reply.stream(begun, tried.size(), rest, attempt::releaseHeld);
  }

  @Override
  public void nodeIsDown(Attempt attempt, long nowNanos) {
    // It may only be pausing, so a write that it has gets a little more time.
    doubtNanos = nowNanos + loop.settings().times().writePatienceNanos();
    lastFailure = "%s is considered down".formatted(attempt.ticket().node().address().name());
    arm(nowNanos);
  }

  /** Asks one more node after an attempt brought nothing, if that is allowed and there is any. */
  private void next(String avoidDc, boolean free, String reason) {
    if (!live.isEmpty()) {
      return;
    }
    long nowNanos = loop.now();
    boolean time = nowNanos < deadlineNanos;
    boolean allowed =
        time
            && tried.size() < loop.settings().retries().nodes()
            && (free || loop.budget().pay(nowNanos));
    if (!allowed) {
      nobodyLeft(Choice.None.NONE_USABLE);
      return;
    }
    if (ask(avoidDc, false)) {
      loop.meters().retried(reason);
      arm(nowNanos);
    } else if (!free) {
      loop.budget().giveBack();
    }
  }

  private void onTimer() {
    timer = -1;
    if (reply.isOver()) {
      return;
    }
    long nowNanos = loop.now();
    if (nowNanos >= deadlineNanos) {
      timeIsOver(nowNanos);
      return;
    }
    if (nowNanos >= doubtNanos) {
      inDoubt(lastFailure);
      return;
    }
    if (nowNanos >= hedgeNanos) {
      hedge(nowNanos);
    }
    arm(nowNanos);
  }

  private void hedge(long nowNanos) {
    long again = live.isEmpty() ? 0 : live.getLast().ticket().dc().hedgeNanos();
    hedgeNanos = nowNanos + again;
    if (hedges >= MAX_HEDGES
        || tried.size() >= loop.settings().retries().nodes()
        || live.isEmpty()) {
      hedgeNanos = Long.MAX_VALUE;
    } else if (loop.budget().pay(nowNanos)) {
      hedges++;
      if (ask("", true)) {
        loop.meters().hedged();
      } else {
        loop.budget().giveBack();
      }
    }
  }

  private void timeIsOver(long nowNanos) {
    boolean sent = live.stream().anyMatch(Attempt::wasSent);
    String waited =
        live.isEmpty()
            ? lastFailure
            : "no answer from "
                + String.join(
                    ", ", live.stream().map(a -> a.ticket().node().address().name()).toList());
    for (Attempt attempt : List.copyOf(live)) {
      long age = attempt.ageNanos(nowNanos);
      loop.meters().attempt(attempt.ticket().dc().name(), "silent");
      attempt.cancel(
          age >= AT_FAULT_NANOS ? "no answer within %d ms".formatted(age / 1_000_000) : null);
    }
    live.clear();
    if (!read && sent) {
      inDoubt(waited);
    } else if (lesserAnswer != null) {
      give(lesserAttempt, lesserAnswer);
    } else {
      problem(Refusals.timeIsOver(read, waited));
    }
  }

  /** A write was sent, and nobody can know what became of it. */
  private void inDoubt(String why) {
    problem(Refusals.inDoubt(why));
  }

  private void nobodyLeft(Choice choice) {
    if (lesserAnswer != null) {
      give(lesserAttempt, lesserAnswer);
    } else if (choice == Choice.None.ALL_FULL) {
      problem(Refusals.nodesAreFull());
    } else if (tried.isEmpty()) {
      problem(Refusals.nobodyThere());
    } else {
      problem(Refusals.allFailed(read, tried.size(), lastFailure));
    }
  }

  private void give(Attempt attempt, Answer answer) {
    if (lesserAttempt == attempt) {
      lesserAttempt = null;
    }
    if (attempt.isHedge()) {
      loop.meters().hedgeWon();
    }
    finish(attempt);
    reply.give(answer, tried.size(), attempt::releaseHeld);
  }

  private void problem(Problem problem) {
    finish(null);
    reply.problem(problem, tried.size());
  }

  private void keepLesser(Attempt attempt, Answer answer) {
    if (lesserAttempt != null) {
      lesserAttempt.releaseHeld();
    }
    lesserAttempt = attempt;
    lesserAnswer = answer;
  }

  /** Nothing more is awaited. */
  private void finish(Attempt winner) {
    if (timer >= 0) {
      loop.vertx().cancelTimer(timer);
      timer = -1;
    }
    for (Attempt attempt : List.copyOf(live)) {
      if (attempt != winner) {
        attempt.letGo();
      }
    }
    live.clear();
    if (lesserAttempt != null && lesserAttempt != winner) {
      lesserAttempt.releaseHeld();
      lesserAttempt = null;
    }
  }

  private void arm(long nowNanos) {
    if (reply.isOver()) {
      return;
    }
    if (timer >= 0) {
      loop.vertx().cancelTimer(timer);
    }
    long at = Math.min(deadlineNanos, Math.min(hedgeNanos, doubtNanos));
    long inMs = Math.max(1, (at - nowNanos + 999_999) / 1_000_000);
    timer = loop.vertx().setTimer(inMs, id -> onTimer());
  }

  private static String reason(AttemptEnd end) {
    return switch (end) {
      case AttemptEnd.NeverSent e -> e.reason();
      case AttemptEnd.BrokenOff e -> e.reason();
      case AttemptEnd.Silent e -> e.reason();
      case AttemptEnd.Answered e -> "status " + e.status();
    };
  }
}
