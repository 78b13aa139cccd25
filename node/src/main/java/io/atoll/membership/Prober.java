package io.atoll.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Probes peers in turn: one of its own DC and one of the others at a time, each with its own
 * timing.
 *
 * <p>A probe pings its target several times, and from the third time on also asks helpers to do so
 * (SWIM, section 3.1), in the hope of a path that works. With one datagram in five lost, six pings
 * and twelve helped ones all fail for a living node about four times in a million.
 */
final class Prober {
  /** Set in every nonce that somebody waits for; other pings have the nonce 0. */
  static final int NONCE_BIT = 1;

  private static final int ATTEMPTS_ALONE = 2;

  private final MemberTable members;
  private final GossipSettings settings;
  private final FailureDetector failureDetector;
  private final Outbox outbox;
  private final PeerPicker picker;
  private final LocalHealth health;
  private final RandomGenerator random;
  private final GossipStats.Tally tally;
  private final ProbeRing near;
  private final ProbeRing far;
  private final List<Probe> open = new ArrayList<>();
  private long nextNearMs;
  private long nextFarMs;

  Prober(
      MemberTable members,
      GossipSettings settings,
      FailureDetector failureDetector,
      Outbox outbox,
      PeerPicker picker,
      LocalHealth health,
      RandomGenerator random,
      GossipStats.Tally tally) {
    this.members = members;
    this.settings = settings;
    this.failureDetector = failureDetector;
    this.outbox = outbox;
    this.picker = picker;
    this.health = health;
    this.random = random;
    this.tally = tally;
    this.near = new ProbeRing(random);
    this.far = new ProbeRing(random);
    // Nodes that start together must not probe in step.
    this.nextNearMs = random.nextLong(settings.lan().probeEveryMs());
    this.nextFarMs = random.nextLong(settings.wan().probeEveryMs());
  }

  void peersChanged() {
    near.replace(members.local());
    far.replace(members.remote());
    open.removeIf(probe -> !probe.target.current);
  }

  /** Drops what waits for an answer: the node slept through it. */
  void woke() {
    open.clear();
  }

  void tick(long nowMs) {
    if (nowMs >= nextNearMs) {
      nextNearMs = nowMs + health.stretch(settings.lan().probeEveryMs());
      begin(near.next(), settings.lan(), nowMs);
    }
    if (nowMs >= nextFarMs) {
      nextFarMs = nowMs + health.stretch(settings.wan().probeEveryMs());
      begin(far.next(), settings.wan(), nowMs);
    }
    for (int i = open.size() - 1; i >= 0; i--) {
      Probe probe = open.get(i);
      if (nowMs >= probe.deadlineMs) {
        open.remove(i);
        failed(probe);
      } else if (nowMs >= probe.nextAttemptMs) {
        attempt(probe, nowMs);
      }
    }
  }

  /** An ACK came: true when it answers an open probe. */
  boolean answered(int nonce) {
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).nonce == nonce) {
        open.remove(i);
        health.better();
        return true;
      }
    }
    return false;
  }

  /** A helper says that it tried without success: so the helper is alive, and we hear it. */
  void helperFailed(int nonce) {
    for (Probe probe : open) {
      if (probe.nonce == nonce) {
        probe.helperAnswered = true;
      }
    }
  }

  private void begin(PeerRecord target, GossipSettings.Timing timing, long nowMs) {
    if (target == null || isOpen(target)) {
      return;
    }
    int nonce = random.nextInt() | NONCE_BIT;
    long deadlineMs = nowMs + health.stretch(timing.timeoutMs());
    open.add(new Probe(target, nonce, health.stretch(timing.retryMs()), deadlineMs, nowMs));
  }

  private boolean isOpen(PeerRecord target) {
    for (Probe probe : open) {
      if (probe.target == target) {
        return true;
      }
    }
    return false;
  }

  private void attempt(Probe probe, long nowMs) {
    probe.nextAttemptMs = nowMs + probe.retryMs;
    outbox.ping(probe.target, probe.nonce);
    if (probe.attempts++ < ATTEMPTS_ALONE) {
      return;
    }
    for (int i = 0; i < settings.probing().helpers(); i++) {
      PeerRecord helper = helper(probe.target, i);
      if (helper != null && helper != probe.target) {
        probe.askedHelpers = true;
        outbox.pingRequest(helper, probe.nonce, probe.target);
      }
    }
  }

  /** Somebody near the target; for a far one every second helper is of a third DC. */
  private PeerRecord helper(PeerRecord target, int turn) {
    String dc = target.peer.dc();
    PeerRecord helper = target.local || turn % 2 == 0 ? picker.inDc(dc) : picker.inThirdDc(dc);
    return helper == null || helper == target ? picker.any() : helper;
  }

  private void failed(Probe probe) {
    tally.count(GossipStats.Counter.FAILED_PROBES);
    if (probe.askedHelpers && !probe.helperAnswered) {
      health.worse();
    }
    failureDetector.unanswered(probe.target);
  }
}
