package io.atoll.membership;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses usable peers at random. A fixed share is of other DCs, each of them equally likely
 * whatever its size, so that updates reach them at once and WAN traffic does not grow with the
 * cluster.
 */
final class PeerPicker {
  private static final int ATTEMPTS = 6;

  private final MemberTable members;
  private final double remoteShare;
  private final RandomGenerator random;

  PeerPicker(MemberTable members, double remoteShare, RandomGenerator random) {
    this.members = members;
    this.remoteShare = remoteShare;
    this.random = random;
  }

  /** A usable peer, or null when none was found in a few attempts. */
  PeerRecord any() {
    for (int i = 0; i < ATTEMPTS; i++) {
      PeerRecord picked = one(pool());
      if (picked != null && picked.usable()) {
        return picked;
      }
    }
    return null;
  }

  /** A usable peer of that DC, or null when none was found in a few attempts. */
  PeerRecord inDc(String dc) {
    PeerRecord[] there = members.dc(dc);
    for (int i = 0; i < ATTEMPTS; i++) {
      PeerRecord picked = one(there);
      if (picked != null && picked.usable()) {
        return picked;
      }
    }
    return null;
  }

  /** A usable peer of neither our DC nor that one, or null when none was found. */
  PeerRecord inThirdDc(String dc) {
    List<PeerRecord[]> dcs = members.remoteDcs();
    for (int i = 0; i < ATTEMPTS && !dcs.isEmpty(); i++) {
      PeerRecord picked = one(dcs.get(random.nextInt(dcs.size())));
      if (picked.usable() && !picked.peer.dc().equals(dc)) {
        return picked;
      }
    }
    return null;
  }

  private PeerRecord[] pool() {
    int dcs = members.remoteDcs().size();
    boolean remote = members.local().length == 0 || random.nextDouble() < remoteShare;
    return remote && dcs > 0 ? members.remoteDcs().get(random.nextInt(dcs)) : members.local();
  }

  private PeerRecord one(PeerRecord[] pool) {
    return pool.length == 0 ? null : pool[random.nextInt(pool.length)];
  }
}
