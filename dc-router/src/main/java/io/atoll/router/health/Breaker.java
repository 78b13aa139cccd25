package io.atoll.router.health;

/**
 * A circuit breaker: it stops sending requests to where they fail, and tries again, carefully,
 * after a while (M. Nygard, "Release It!", 2nd ed., section 5.2).
 *
 * <p>Closed, everything passes and failures are counted: in a row, and as a share of the requests
 * of the last moments, so that a place which fails every second request is noticed too. Open,
 * nothing passes until its time is over, which doubles with each opening that follows a failed
 * trial. Half open, a few requests at a time pass as trials; enough successes close it, one failure
 * opens it again.
 *
 * <p>Requests end long after they were sent, so each carries the permit that it was sent with: what
 * was sent before the breaker last changed says nothing about now, and is ignored. A state machine
 * without clock and I/O; used by one thread.
 */
public final class Breaker {
  /** Whether requests pass. */
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final BreakerSettings settings;
  private State state = State.CLOSED;
  private int permit;
  private long sinceNanos;
  private String why = "";
  private long openForNanos;

  private int consecutive;
  private long windowStartNanos;
  private int requests;
  private int failures;
  private int requestsBefore;
  private int failuresBefore;

  private int trialsOut;
  private int trialSuccesses;

  public Breaker(BreakerSettings settings, long nowNanos) {
    this.settings = settings;
    this.sinceNanos = nowNanos;
    this.windowStartNanos = nowNanos;
    this.openForNanos = settings.openNanos();
  }

  /** Whether a request may be sent now. */
  public boolean admits(long nowNanos) {
    return switch (state(nowNanos)) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> trialsOut < settings.trials();
    };
  }

  /**
   * A request is sent.
   *
   * @return the permit, to be handed back with how the request ended
   */
  public int sent(long nowNanos) {
    if (state(nowNanos) == State.HALF_OPEN) {
      trialsOut++;
    }
    return permit;
  }

  public void succeeded(int sentWith, long nowNanos) {
    if (sentWith != permit) {
      return;
    }
    if (state == State.HALF_OPEN) {
      trialsOut--;
      trialSuccesses++;
      if (trialSuccesses >= settings.successesToClose()) {
        openForNanos = settings.openNanos();
        become(State.CLOSED, nowNanos, "");
      }
    } else {
      consecutive = 0;
      count(nowNanos, 0);
    }
  }

  public void failed(int sentWith, long nowNanos, String reason) {
    if (sentWith != permit) {
      return;
    }
    if (state == State.HALF_OPEN) {
      openForNanos = Math.min(settings.maxOpenNanos(), 2 * openForNanos);
      become(State.OPEN, nowNanos, "a trial failed: " + reason);
    } else if (state == State.CLOSED) {
      consecutive++;
      count(nowNanos, 1);
      int all = requests + requestsBefore;
      int bad = failures + failuresBefore;
      if (consecutive >= settings.consecutiveFailures()) {
        become(State.OPEN, nowNanos, "%d failures in a row: %s".formatted(consecutive, reason));
      } else if (all >= settings.minRequests() && bad >= settings.failureShare() * all) {
        become(State.OPEN, nowNanos, "%d of %d requests failed: %s".formatted(bad, all, reason));
      }
    }
  }

  /** A request ended without saying anything about the place: it was given up for other reasons. */
  public void abandoned(int sentWith) {
    if (sentWith == permit && state == State.HALF_OPEN) {
      trialsOut--;
    }
  }

  /** The state; an open breaker whose time is over becomes half open. */
  public State state(long nowNanos) {
    if (state == State.OPEN && nowNanos - sinceNanos >= openForNanos) {
      String reason = why;
      become(State.HALF_OPEN, nowNanos, reason);
    }
    return state;
  }

  /** Why it is not closed, or "". */
  public String why() {
    return why;
  }

  /** How long until it lets a trial pass; 0 when it is not open. */
  long opensAgainInNanos(long nowNanos) {
    return state == State.OPEN ? Math.max(0, sinceNanos + openForNanos - nowNanos) : 0;
  }

  private void become(State next, long nowNanos, String reason) {
    state = next;
    sinceNanos = nowNanos;
    why = reason;
    permit++;
    consecutive = 0;
    requests = 0;
    failures = 0;
    requestsBefore = 0;
    failuresBefore = 0;
    windowStartNanos = nowNanos;
    trialsOut = 0;
    trialSuccesses = 0;
  }

  /** Counts a request in two windows, of which the older one fades. */
  private void count(long nowNanos, int failed) {
    long age = nowNanos - windowStartNanos;
    if (age >= settings.windowNanos()) {
      boolean next = age < 2 * settings.windowNanos();
      requestsBefore = next ? requests : 0;
      failuresBefore = next ? failures : 0;
      requests = 0;
      failures = 0;
      windowStartNanos = nowNanos;
    }
    requests++;
    failures += failed;
  }
}
