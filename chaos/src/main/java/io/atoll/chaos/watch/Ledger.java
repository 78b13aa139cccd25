package io.atoll.chaos.watch;

import io.atoll.ring.Member;
import io.atoll.sim.SimCluster;
import java.util.Map;
import java.util.TreeMap;

/** The {@link DiskLedger} of every node of a cluster. */
public final class Ledger {
  private final Map<String, DiskLedger> disks = new TreeMap<>();

  /** Begins to keep it; before the cluster is started. */
  public Ledger(SimCluster cluster) {
    for (Member member : cluster.members()) {
      DiskLedger disk = new DiskLedger(cluster.scheduler()::nowNanos);
      cluster.disk(member.nodeId()).witness(disk);
      disks.put(member.nodeId(), disk);
    }
  }

  /** Of one node's disk. */
  public DiskLedger of(String nodeId) {
    return disks.get(nodeId);
  }
}
