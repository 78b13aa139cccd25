package io.atoll.router.health;

import io.atoll.resilience.DecayingMean;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The health of one node as the router sees it, and why.
 *
 * <p>Two sources. Probes ask the node at intervals whether it is ready. Requests tell by the way: a
 * connection that is refused or breaks, and silence. A process that is stopped and not dead keeps
 * its connections open and refuses nothing, so what matters is whether it has given <em>any</em>
 * answer since it began to owe one: a node that answers others and is slow with one is not silent.
 * None of these condemns a node at once. It becomes suspect, which sends new requests elsewhere
 * while there is an elsewhere, and is probed out of turn; that probe decides. So a lost connection
 * costs a node a moment, and a stopped one is found out in {@code silence + probe timeout}.
 *
 * <p>A node whose disk takes no writes serves reads all the same, and passes writes on. So it is
 * ready, but gets writes only where there is no other.
 *
 * <p>A node that was down is ready again after two good probes in a row.
 *
 * <p>A state machine without clock and I/O; used by one thread.
 */
public final class NodeHealth {
  /** How a node stands. */
  public enum Standing {
    /** Nothing is known yet. */
    UNKNOWN,
    READY,
    /** Something went wrong, and a probe is to find out whether it is the node. */
    SUSPECT,
    /** It answers, and says that it cannot serve. */
    NOT_READY,
    DOWN
  }

  static final double NEWEST_WEIGHT = 0.2;
  private static final DecayingMean.Fade FADE = new DecayingMean.Fade(2_000_000_000L, 0);
  private static final long NEVER = Long.MIN_VALUE;
  private static final int GOOD_PROBES_TO_RETURN = 2;
  private static final int SILENCE_PER_LATENCY = 4;

  private NodeAddress address;
  private final HealthSettings settings;
  private final Breaker breaker;
  private final DecayingMean probeLatency = new DecayingMean(NEWEST_WEIGHT, FADE);
  private final DecayingMean requestLatency = new DecayingMean(NEWEST_WEIGHT, FADE);
  private final SequencedSet<InFlightRequest> inFlightRequests = new LinkedHashSet<>();

  private Standing standing = Standing.UNKNOWN;
  private String why = "not asked yet";
  private boolean refusingWrites;
  private long sinceNanos;
  private boolean probing;
  private long nextProbeNanos;
  private int goodProbes;

  /** Since when it owes an answer without having given any, or {@link #NEVER}. */
  private long silentSinceNanos = NEVER;

  private String lastError = "";
  private long lastErrorNanos;
  private long answers;
  private long failures;

  NodeHealth(NodeAddress address, HealthSettings settings, long nowNanos) {
    this.address = address;
    this.settings = settings;
    this.breaker = new Breaker(settings.nodes().breaker(), nowNanos);
    this.sinceNanos = nowNanos;
    this.nextProbeNanos = nowNanos;
  }

  public NodeAddress address() {
    return address;
  }

  /** Calls the same node by another name. */
  void rename(NodeAddress same) {
    address = same;
  }

  public Standing standing() {
    return standing;
  }

  String why() {
    return why;
  }

  /** Requests that it owes an answer to. */
  public int inFlight() {
    return inFlightRequests.size();
  }

  /** Whether a request may be sent to it as far as its health goes. */
  boolean isUsable(long nowNanos) {
    return standing == Standing.READY && breaker.admits(nowNanos);
  }

  /** Whether its own disk takes no writes, as it said when it was asked last. */
  boolean isRefusingWrites() {
    return refusingWrites;
  }

  /** Whether it may be asked when there is nobody better. */
  boolean isSuspect(long nowNanos) {
    return standing == Standing.SUSPECT && breaker.admits(nowNanos);
  }

  boolean hasRoom() {
    return inFlightRequests.size() < settings.nodes().maxInFlight();
  }

  /** Whether it should be asked now whether it is ready. */
  public boolean isProbeDue(long nowNanos) {
    return !probing && nowNanos - nextProbeNanos >= 0;
  }

  /** A probe is under way; exactly one of the two that follow must be called for it. */
  public void probeSent(long nowNanos) {
    probing = true;
    nextProbeNanos = nowNanos + settings.nodes().probeNanos();
  }

  /** It answered a probe: that it is ready but for writes, and why not for those. */
  public void probeAnsweredForReads(long nowNanos, long latencyNanos, String reason) {
    probeAnswered(nowNanos, latencyNanos, true, "");
    refusingWrites = true;
    if (standing == Standing.READY) {
      why = reason;
    }
  }

  /** It answered a probe: that it is ready, or why not. */
  public void probeAnswered(long nowNanos, long latencyNanos, boolean ready, String reason) {
    probing = false;
    refusingWrites = false;
    probeLatency.add(latencyNanos, nowNanos);
    heard(nowNanos);
    if (!ready) {
      goodProbes = 0;
      become(Standing.NOT_READY, nowNanos, reason);
      return;
    }
    goodProbes++;
    if (standing == Standing.READY) {
      why = "";
      return;
    }
    if (standing == Standing.DOWN && goodProbes < GOOD_PROBES_TO_RETURN) {
      nextProbeNanos = nowNanos + settings.nodes().probeNanos() / 4;
      return;
    }
    become(Standing.READY, nowNanos, "");
  }

  /** A probe failed, or was not answered in time. */
  public void probeFailed(long nowNanos, String reason) {
    probing = false;
    goodProbes = 0;
    noteError(nowNanos, reason);
    if (standing == Standing.READY) {
      suspect(nowNanos, reason);
    } else {
      become(Standing.DOWN, nowNanos, reason);
    }
  }

  /** Looks whether it has been silent for too long. */
  void sweep(long nowNanos) {
    if (standing != Standing.READY || silentSinceNanos == NEVER) {
      return;
    }
    long silent = nowNanos - silentSinceNanos;
    if (silent >= patienceNanos()) {
      String reason = "owes answers and has given none for %d ms".formatted(silent / 1_000_000);
      noteError(nowNanos, reason);
      suspect(nowNanos, reason);
    }
  }

  /** The router itself was asleep: what looks like silence may have been its own. */
  void excuse(long nowNanos) {
    if (silentSinceNanos != NEVER) {
      silentSinceNanos = nowNanos;
    }
  }

  int sent(InFlightRequest ticket, long nowNanos) {
    inFlightRequests.add(ticket);
    if (silentSinceNanos == NEVER) {
      silentSinceNanos = nowNanos;
    }
    return breaker.sent(nowNanos);
  }

  void answered(InFlightRequest ticket, int permit, long nowNanos, long latencyNanos) {
    inFlightRequests.remove(ticket);
    answers++;
    requestLatency.add(latencyNanos, nowNanos);
    breaker.succeeded(permit, nowNanos);
    heard(nowNanos);
  }

  void failed(InFlightRequest ticket, int permit, long nowNanos, String reason) {
    inFlightRequests.remove(ticket);
    failures++;
    noteError(nowNanos, reason);
    breaker.failed(permit, nowNanos, reason);
    if (standing == Standing.READY) {
      suspect(nowNanos, reason);
    }
  }

  /** Nobody waits for this answer any more; that it was owed is not forgotten. */
  void abandoned(InFlightRequest ticket, int permit) {
    inFlightRequests.remove(ticket);
    breaker.abandoned(permit);
  }

  /**
   * The mean time it takes to answer a request as far as the recent past tells; 0 when it does not.
   */
  double recentLatencyNanos(long nowNanos) {
    return requestLatency.faded(nowNanos);
  }

  /** The mean round trip of probes; long while there was none. */
  public long roundTripNanos() {
    return probeLatency.isKnown()
        ? Math.round(probeLatency.value())
        : settings.nodes().probeTimeoutNanos();
  }

  /** A copy for people and meters. */
  NodeView view(long nowNanos) {
    return new NodeView(
        address,
        standing,
        why,
        nowNanos - sinceNanos,
        nanosOf(probeLatency),
        nanosOf(requestLatency),
        inFlightRequests.size(),
        answers,
        failures,
        lastError,
        lastError.isEmpty() ? -1 : nowNanos - lastErrorNanos,
        breaker.state(nowNanos),
        breaker.why());
  }

  private long patienceNanos() {
    return Math.max(
        settings.nodes().silenceNanos(), SILENCE_PER_LATENCY * Math.round(requestLatency.value()));
  }

  private static long nanosOf(DecayingMean latency) {
    return latency.isKnown() ? Math.round(latency.value()) : -1;
  }

  private void heard(long nowNanos) {
    silentSinceNanos = inFlightRequests.isEmpty() ? NEVER : nowNanos;
  }

  private void suspect(long nowNanos, String reason) {
    become(Standing.SUSPECT, nowNanos, reason);
    nextProbeNanos = nowNanos;
  }

  private void become(Standing next, long nowNanos, String reason) {
    why = reason;
    if (standing == next) {
      return;
    }
    standing = next;
    sinceNanos = nowNanos;
    if (next == Standing.DOWN) {
      for (InFlightRequest ticket : List.copyOf(inFlightRequests)) {
        ticket.nodeIsDown(nowNanos);
      }
    }
  }

  private void noteError(long nowNanos, String reason) {
    lastError = reason;
    lastErrorNanos = nowNanos;
  }
}
