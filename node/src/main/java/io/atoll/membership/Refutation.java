package io.atoll.membership;

/**
 * What this node does about claims against itself: it takes a standing above the claim's and lets
 * everybody know.
 */
final class Refutation {
  private final PeerRecord self;
  private final BroadcastQueue news;
  private final LocalHealth health;
  private final Counters counters;

  Refutation(PeerRecord self, BroadcastQueue news, LocalHealth health, Counters counters) {
    this.self = self;
    this.news = news;
    this.health = health;
    this.counters = counters;
  }

  /** Whether it was a claim to refute; if so, the new standing is on its way as news. */
  boolean refutes(Update claim) {
    boolean current = claim.generation == self.generation && claim.incarnation == self.incarnation;
    boolean beyond =
        claim.generation > self.generation
            || (claim.generation == self.generation
                && (claim.incarnation > self.incarnation || claim.heartbeat > self.heartbeat));
    if (beyond) {
      // We never said so: an earlier life had this generation or a higher one. Ours must exceed it.
      self.generation = claim.generation + 1;
      self.reportGeneration = self.generation;
      self.incarnation = 0;
    } else if (current && claim.status != Status.ALIVE) {
      self.incarnation++;
    } else {
      return false;
    }
    counters.refutations++;
    health.worse();
    news.add(self);
    return true;
  }
}
