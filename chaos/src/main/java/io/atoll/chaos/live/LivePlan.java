package io.atoll.chaos.live;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a live experiment does.
 *
 * @param dcs datacenters, 2 or more
 * @param nodes in each; with a single one the step in which one node dies is left out
 * @param writesPerSecond of all clients together, at most
 * @param heapMib of each node
 * @param wanLatencyMs delay of what is sent to another DC; from 1 on failures are detected with the
 *     timing of a real network
 * @param atLeast how long each phase lasts even if all has been seen that is waited for
 * @param atMost how long anything is waited for
 * @param directory where the cluster's directory is made
 */
public record LivePlan(
    int dcs,
    int nodes,
    int clients,
    int writesPerSecond,
    int heapMib,
    int wanLatencyMs,
    Duration atLeast,
    Duration atMost,
    Path directory) {
  /** Acknowledged writes of a level that show that it works. */
  static final int ENOUGH = 20;

  /** As keyspaces have it unless told otherwise: three replicas, or what a DC's nodes allow. */
  int replicasPerDc() {
    return Math.min(3, nodes);
  }
}
