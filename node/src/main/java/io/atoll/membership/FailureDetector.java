package io.atoll.membership;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides in which state this node considers every other to be: the only place where a standing
 * changes.
 *
 * <p>This is SWIM's suspicion mechanism (Das, Gupta, Motivala 2002, section 4.2) with Lifeguard's
 * refinements. A standing is (generation, incarnation, status), and the highest known one wins, so
 * claims may arrive late, twice and in any order. Only a node itself raises its incarnation, to
 * refute, and its generation, by restarting; therefore a claim against it that is older than its
 * newest standing is void. Three deviations are deliberate:
 *
 * <ul>
 *   <li>A DOWN that others report is a suspicion with all confirmations, no more: see {@link
 *       Suspicion}. Exceptions: a node that this one has never heard, and one that was DOWN for an
 *       older standing anyway.
 *   <li>Suspicions of nodes that are considered DOWN are ignored: a node that was cut off suspects
 *       everybody. They must first refute.
 *   <li>DOWN is not final: peers are members until the topology says otherwise, so {@link
 *       Reconnector} keeps probing them.
 * </ul>
 */
final class FailureDetector {
  private final MemberTable members;
  private final GossipSettings settings;
  private final BroadcastQueue broadcasts;
  private final Outbox outbox;
  private final GossipOutput output;
  private final GossipStats.Tally tally;
  private final AwakeClock clock;
  private final List<PeerRecord> suspects = new ArrayList<>();
  private final List<PeerRecord> down = new ArrayList<>();

  FailureDetector(
      MemberTable members,
      GossipSettings settings,
      BroadcastQueue broadcasts,
      Outbox outbox,
      GossipOutput output,
      GossipStats.Tally tally,
      AwakeClock clock) {
    this.members = members;
    this.settings = settings;
    this.broadcasts = broadcasts;
    this.outbox = outbox;
    this.output = output;
    this.tally = tally;
    this.clock = clock;
  }

  /** The peers that are DOWN, in no particular but a repeatable order. Not to be changed. */
  List<PeerRecord> down() {
    return down;
  }

  /** Advances all suspicions: last checks, then declarations. */
  void tick() {
    long now = clock.now();
    for (int i = suspects.size() - 1; i >= 0; i--) {
      PeerRecord suspect = suspects.get(i);
      if (suspect.suspicion.checkDue(now)) {
        outbox.ping(suspect, 0);
      } else if (suspect.suspicion.ripe(now)) {
        suspect.declaredBy = members.self().key;
        tally.count(GossipStats.Counter.CONDEMNED);
        become(suspect, suspect.generation, suspect.incarnation, Status.DOWN);
      }
    }
  }

  /** The node slept: every suspicion begins anew, for the refutation may have been missed. */
  void woke() {
    for (PeerRecord suspect : suspects) {
      suspect.suspicion.restart(clock.now());
    }
  }

  /** Forgets those that are no peers any more. */
  void peersChanged() {
    suspects.removeIf(record -> !record.current);
    down.removeIf(record -> !record.current);
  }

  /** Our own probe of that peer got no answer. */
  void unanswered(PeerRecord peer) {
    if (peer.usable()) {
      suspect(peer, peer.generation, peer.incarnation);
      accuse(peer, members.self().key);
      // The suspect hears of it first, and from its accuser.
      outbox.updates(peer);
    }
  }

  /**
   * Weighs a claim about a peer.
   *
   * @param witness who passed it on; the peer itself when it speaks of itself
   */
  void weigh(PeerRecord peer, Update claim, PeerRecord witness) {
    learnVersions(peer, claim);
    learnReport(peer, claim);
    int known = peer.compareStanding(claim);
    switch (claim.status) {
      case ALIVE, LEFT -> {
        if (known < 0) {
          become(peer, claim.generation, claim.incarnation, claim.status);
        }
      }
      case SUSPECT -> {
        if (known <= 0 && witness.usable()) {
          suspect(peer, claim.generation, claim.incarnation);
          accuseAll(peer, claim);
        }
      }
      case DOWN -> {
        if (known < 0 && witness.usable()) {
          heardDown(peer, claim);
        }
      }
    }
  }

  private void heardDown(PeerRecord peer, Update claim) {
    if (peer.unheard() || !peer.usable()) {
      peer.declaredBy = claim.accuserCount > 0 ? claim.accusers[0] : 0;
      become(peer, claim.generation, claim.incarnation, Status.DOWN);
      return;
    }
    suspect(peer, claim.generation, claim.incarnation);
    for (int i = 0; i < claim.accuserCount; i++) {
      PeerRecord declaredBy = members.find(claim.accusers[i]);
      boolean colleague = declaredBy != null && declaredBy.peer.dc().equals(peer.peer.dc());
      GossipSettings.Timing timing = colleague ? settings.lan() : timing(peer);
      peer.suspicion.declaredDownElsewhere(timing.suspicionMinMs());
    }
    accuseAll(peer, claim);
  }

  /** Makes it a suspect at that standing, which is not older than the known one. */
  private void suspect(PeerRecord peer, long generation, long incarnation) {
    if (peer.status == Status.SUSPECT
        && peer.generation == generation
        && peer.incarnation == incarnation) {
      return;
    }
    tally.count(GossipStats.Counter.SUSPICIONS);
    become(peer, generation, incarnation, Status.SUSPECT);
  }

  private void accuseAll(PeerRecord peer, Update claim) {
    for (int i = 0; i < claim.accuserCount; i++) {
      accuse(peer, claim.accusers[i]);
    }
  }

  private void accuse(PeerRecord peer, long accuser) {
    if (peer.suspicion.accusedBy(accuser)) {
      broadcasts.add(peer);
    }
  }

  private void become(PeerRecord peer, long generation, long incarnation, Status status) {
    MemberState before = peer.status.state;
    if (before == MemberState.SUSPECT) {
      suspects.remove(peer);
    } else if (before == MemberState.DOWN) {
      down.remove(peer);
    }
    peer.generation = generation;
    peer.incarnation = incarnation;
    peer.status = status;
    peer.suspicion = status == Status.SUSPECT ? newSuspicion(peer) : null;
    switch (status.state) {
      case ALIVE -> {}
      case SUSPECT -> suspects.add(peer);
      case DOWN -> down.add(peer);
    }
    broadcasts.add(peer);
    if (before != status.state) {
      output.changed(peer.peer.nodeId(), before, status.state);
    }
  }

  private Suspicion newSuspicion(PeerRecord peer) {
    // In a small DC there may be nobody left who could confirm.
    int colleagues = peer.local ? members.local().length - 1 : members.size() - 1;
    int needed = Math.max(0, Math.min(settings.probing().confirmations(), colleagues - 1));
    return new Suspicion(timing(peer), needed, clock.now());
  }

  private GossipSettings.Timing timing(PeerRecord peer) {
    return peer.local ? settings.lan() : settings.wan();
  }

  /** What a node speaks, it speaks until it starts again. */
  private static void learnVersions(PeerRecord peer, Update claim) {
    boolean said = claim.highestVersion != 0;
    if (claim.reported
        && (claim.generation > peer.reportGeneration
            || (claim.generation == peer.reportGeneration && said))) {
      peer.lowestVersion = claim.lowestVersion;
      peer.highestVersion = claim.highestVersion;
    }
  }

  private void learnReport(PeerRecord peer, Update claim) {
    if (!claim.reported || peer.compareHeartbeat(claim) >= 0) {
      return;
    }
    // Who passes it on in an older version does not say: then it is as it was.
    boolean refusesWrites =
        claim.conditionSaid
            ? claim.refusesWrites
            : peer.refusesWrites && peer.reportGeneration == claim.generation;
    boolean same =
        peer.reportGeneration != 0
            && peer.epoch == claim.epoch
            && peer.keys == claim.keys
            && peer.bytes == claim.bytes
            && peer.refusesWrites == refusesWrites;
    peer.reportGeneration = claim.generation;
    peer.heartbeat = claim.heartbeat;
    peer.epoch = claim.epoch;
    peer.keys = claim.keys;
    peer.bytes = claim.bytes;
    peer.refusesWrites = refusesWrites;
    if (!same) {
      output.reported(peer.peer.nodeId(), peer.report());
    }
  }
}
