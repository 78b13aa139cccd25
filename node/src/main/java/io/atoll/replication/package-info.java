/**
 * Requests against the replicas of a key: plans, tallies, and the operations that run them. Plans
 * and tallies are pure values over indices in the {@link io.atoll.replication.ReplicaPlan}, which
 * is made in one place; operations live on one loop and own their tally.
 *
 * <p>Invariants: a replica counts once; a write is acknowledged only by replicas that have it on
 * disk; a dot is made by exactly one replica incarnation; every operation ends by its deadline.
 * What can fail is a {@link io.atoll.replication.RequestFailure}. What replication needs of others
 * it names itself: {@link io.atoll.replication.LocalReplicas}, {@link io.atoll.peer.Peers}, {@link
 * io.atoll.replication.LiveMembers}, {@link io.atoll.replication.TopologyFeed}.
 *
 * <p>Reading order: {@link io.atoll.replication.KeyValueStore}, {@link
 * io.atoll.replication.ReplicaSet}, {@link io.atoll.replication.ArcReplicas}, {@link
 * io.atoll.replication.Requirement}, {@link io.atoll.replication.ReplicaPlan}, {@link
 * io.atoll.replication.WriteTally}, {@link io.atoll.replication.ReadTally}, {@link
 * io.atoll.replication.Coordinator}, then the operations and {@link
 * io.atoll.replication.ReplicaService}.
 */
package io.atoll.replication;
