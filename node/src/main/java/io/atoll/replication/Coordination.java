package io.atoll.replication;

import io.atoll.env.Clock;
import io.atoll.ring.Member;

/**
 * What every operation of one coordinator shares.
 *
 * @param self this node
 */
record Coordination(
    Member self,
    TopologyFeed topology,
    LocalReplicas local,
    Peers peers,
    Liveness liveness,
    Clock clock,
    Deadlines deadlines,
    Latencies latencies,
    ReplicationStats stats,
    CoordinatorSettings settings) {}
