package io.atoll.chaos.watch;

import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.peer.Peers;
import io.atoll.replication.CoordinatedStore;
import io.atoll.replication.LocalReplicas;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import io.atoll.storage.StorageKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * Looks at what each node holds when it has started: everything that its disk held for certain must
 * be there, or a state that stands for it; and nothing that was dropped from the disk for certain.
 */
final class Starts {
  private static final long LOOK_AGAIN_NANOS = 1_000_000;

  private final Scheduler.Life life = Stage.life("who looks at starts");
  private final List<String> lost = new ArrayList<>();
  private SimCluster cluster;
  private Ledger ledger;
  private int judged;

  void judgedBy(SimCluster world, Ledger disks) {
    cluster = world;
    ledger = disks;
  }

  /** What was not there, in words. */
  List<String> lost() {
    return lost;
  }

  /** How many starts were judged to the end. */
  int judged() {
    return judged;
  }

  /** Stands between the parts of a node of one run: they are joined when its data is recovered. */
  TestHooks between(TestHooks inner, String nodeId) {
    return new TestHooks() {
      private boolean joined;

      @Override
      public Peers peers(Peers real) {
        return inner.peers(real);
      }

      @Override
      public LocalReplicas local(LocalReplicas real) {
        if (!joined) {
          joined = true;
          recovered(nodeId);
        }
        return inner.local(real);
      }

      @Override
      public CoordinatedStore coordinated(CoordinatedStore real) {
        return inner.coordinated(real);
      }
    };
  }

  private void recovered(String nodeId) {
    DiskLedger disk = ledger.of(nodeId);
    disk.started();
    if (!disk.isDamaged()) {
      Expected expected = new Expected(nodeId, disk, disk.states(), ledger.nowNanos());
      cluster.scheduler().after(0, life, () -> look(expected));
    }
  }

  /** What a start must find. */
  private record Expected(
      String nodeId, DiskLedger disk, SortedMap<StorageKey, byte[]> states, long atNanos) {}

  private void look(Expected expected) {
    if (!cluster.isRunning(expected.nodeId)) {
      return;
    }
    Node node = cluster.node(expected.nodeId);
    if (node == null) {
      cluster.scheduler().after(LOOK_AGAIN_NANOS, life, () -> look(expected));
    } else {
      Holdings.of(node)
          .onComplete(
              found -> judge(expected, found),
              unread ->
                  cluster.say(
                      "what %s found at its start cannot be read: %s"
                          .formatted(expected.nodeId, unread.getMessage())));
    }
  }

  private void judge(Expected expected, SortedMap<StorageKey, byte[]> found) {
    if (expected.disk.harmedNanos() >= expected.atNanos) {
      return;
    }
    judged++;
    expected.states.forEach(
        (key, state) -> {
          byte[] now = found.get(key);
          if (!Arrays.equals(state, now)
              && expected.disk.droppedNanos(key.keyspaceId()) < expected.atNanos
              && !standsFor(now == null ? Siblings.EMPTY : Siblings.decode(now), state)) {
            lost.add(
                "%s started at %.3f ms and holds %s of %s; its disk held %s for certain"
                    .formatted(
                        expected.nodeId,
                        expected.atNanos / 1e6,
                        now == null ? "nothing" : Siblings.decode(now),
                        key,
                        Siblings.decode(state)));
          }
        });
    for (StorageKey key : found.keySet()) {
      long dropped = expected.disk.droppedNanos(key.keyspaceId());
      if (dropped >= 0 && dropped < expected.atNanos && !expected.states.containsKey(key)) {
        lost.add(
            "%s started at %.3f ms and holds %s, which had been dropped from its disk at %.3f ms"
                .formatted(expected.nodeId, expected.atNanos / 1e6, key, dropped / 1e6));
      }
    }
  }

  private static boolean standsFor(Siblings now, byte[] encoded) {
    Siblings then = Siblings.decode(encoded);
    if (!now.context().descends(then.context())) {
      return false;
    }
    for (Version version : now.versions()) {
      for (Version before : then.versions()) {
        if (before.dot().equals(version.dot()) && !before.equals(version)) {
          return false;
        }
      }
    }
    return true;
  }
}
