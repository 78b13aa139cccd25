package io.atoll.chaos.watch;

import io.atoll.causal.Dot;
import io.atoll.chaos.model.Placement;
import io.atoll.chaos.world.Stage;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import io.atoll.storage.StorageKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Which replicas have an acknowledged write on disk some time after it was acknowledged. A part of
 * the writes is followed, and only those of times when nothing strikes anybody.
 */
final class Spread {
  /**
   * After so long every replica that is there has what was acknowledged: those of another DC are
   * sent to one by one after 400 ms, and what lost to a later version is made again and sent again.
   */
  static final long REACH_MS = 2 * (400 + 150);

  /**
   * A node may have a topology, and have dropped what is in it no more, so long before it is seen.
   */
  private static final long EPOCH_UNSEEN_MS = 100;

  /** One write in so many is followed. */
  private static final int ONE_IN = 3;

  private final SimCluster cluster;
  private final Ledger ledger;
  private final Health health;
  private final Scheduler.Life life = Stage.life("spread");
  private final List<Lacking> lacking = new ArrayList<>();
  private int followed;

  /**
   * An acknowledged write that replicas lacked.
   *
   * @param atNanos when they were looked at
   */
  record Lacking(Acknowledgement write, List<String> nodes, List<Member> replicas, long atNanos) {
    StorageKey place() {
      return write.places().getFirst();
    }
  }

  Spread(SimCluster cluster, Ledger ledger, Health health) {
    this.cluster = cluster;
    this.ledger = ledger;
    this.health = health;
  }

  /** A client was told that a write is done. */
  void acknowledged(Acknowledgement write) {
    boolean chosen = write.write() % ONE_IN == 0 && !write.toPeer();
    if (chosen && write.places().size() == 1 && write.events().size() == 1) {
      cluster.scheduler().after(REACH_MS * 1_000_000, life, () -> look(write));
    }
  }

  private void look(Acknowledgement write) {
    long now = cluster.scheduler().nowNanos();
    if (!health.nothingStrikes(write.atNanos(), now)) {
      return;
    }
    StorageKey place = write.places().getFirst();
    Dot dot = write.events().getFirst().dot();
    List<Member> replicas = replicas(place, write.atNanos(), now);
    followed += replicas.isEmpty() ? 0 : 1;
    List<String> without =
        replicas.stream()
            .map(Member::nodeId)
            .filter(id -> !ledger.of(id).state(place).context().contains(dot))
            .toList();
    if (!without.isEmpty()) {
      lacking.add(new Lacking(write, without, replicas, now));
    }
  }

  /** None where the keyspace was dropped meanwhile. */
  private List<Member> replicas(StorageKey place, long fromNanos, long toNanos) {
    List<Member> replicas = List.of();
    for (Topology topology : health.topologies(fromNanos, toNanos)) {
      Keyspace keyspace = topology.keyspace(place.keyspaceId());
      replicas =
          keyspace == null ? List.of() : Placement.replicas(topology, keyspace, place.token());
    }
    return replicas;
  }

  /** What replicas lacked that had been sound, and clear of each other, for so long before. */
  List<String> lackedThough(long soundForMs) {
    List<String> found = new ArrayList<>();
    for (Lacking each : lacking) {
      long fromNanos = each.write.atNanos() - soundForMs * 1_000_000;
      boolean there =
          !replicas(each.place(), each.atNanos, each.atNanos + EPOCH_UNSEEN_MS * 1_000_000)
              .isEmpty();
      if (there
          && health.areTogether(each.write.nodeId(), each.replicas, fromNanos, each.atNanos)) {
        found.add("%s lacked after %d ms: %s".formatted(each.nodes, REACH_MS, each.write));
      }
    }
    return found;
  }

  /** How many writes were followed to the end. */
  int followed() {
    return followed;
  }
}
