package io.atoll.membership;

/**
 * What this node does about claims against itself: it takes a standing above the claim's and
 * broadcasts it.
 */
final class Refutation {
  private final PeerRecord self;
  private final BroadcastQueue broadcasts;
  private final LocalHealth health;
  private final GossipStats.Tally tally;

  Refutation(
      PeerRecord self, BroadcastQueue broadcasts, LocalHealth health, GossipStats.Tally tally) {
    this.self = self;
    this.broadcasts = broadcasts;
    this.health = health;
    this.tally = tally;
  }

  /** Whether it was a claim to refute; if so, the new standing is being broadcast. */
  boolean refutes(Update claim) {
    boolean current = claim.generation == self.generation && claim.incarnation == self.incarnation;
    boolean beyond =
        claim.generation > self.generation
            || (claim.generation == self.generation
                && (claim.incarnation > self.incarnation || claim.heartbeat > self.heartbeat));
    if (beyond) {
      // We never said so: an earlier life had this generation or a higher one. Ours must exceed it.
      exceed(claim);
    } else if (current
        && claim.status != Status.ALIVE
        && self.incarnation < DatagramWriter.MAX_STANDING) {
      self.incarnation++;
    } else {
      return false;
    }
    tally.count(GossipStats.Counter.REFUTATIONS);
    health.worse();
    broadcasts.add(self);
    return true;
  }

  /** At the end of what others believe there is no higher generation, only incarnations of it. */
  private void exceed(Update claim) {
    if (claim.generation < DatagramWriter.MAX_STANDING) {
      self.generation = claim.generation + 1;
      self.incarnation = 0;
    } else {
      self.generation = claim.generation;
      self.incarnation = Math.min(claim.incarnation + 1, DatagramWriter.MAX_STANDING);
      self.heartbeat =
          Math.max(self.heartbeat, Math.min(claim.heartbeat, DatagramWriter.MAX_STANDING) + 1);
    }
    self.reportGeneration = self.generation;
  }
}
