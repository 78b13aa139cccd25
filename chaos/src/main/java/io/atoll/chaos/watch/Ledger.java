package io.atoll.chaos.watch;

import io.atoll.ring.Member;
import io.atoll.sim.SimCluster;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The {@link DiskLedger} of every node of a cluster. */
public final class Ledger {
  private final Map<String, DiskLedger> disks = new TreeMap<>();
  private final LongSupplier nowNanos;

  /** Begins to keep it; before the cluster is started. */
  public Ledger(SimCluster cluster) {
    nowNanos = cluster.scheduler()::nowNanos;
    for (Member member : cluster.members()) {
      DiskLedger disk = new DiskLedger(nowNanos);
      cluster.disk(member.nodeId()).witness(disk);
      disks.put(member.nodeId(), disk);
    }
  }

  /** Virtual time. */
  long nowNanos() {
    return nowNanos.getAsLong();
  }

  /** When any disk last changed in what it holds of keys; in virtual time. */
  long changedNanos() {
    return disks.values().stream().mapToLong(DiskLedger::changedNanos).max().orElse(-1);
  }

  /** Of one node's disk. */
  public DiskLedger of(String nodeId) {
    return disks.get(nodeId);
  }
}
