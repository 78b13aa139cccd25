/**
 * The composition root: puts a node together from its parts, once, for service and simulation
 * alike.
 *
 * <p>{@link io.atoll.node.Node} is the whole node behind the doors of {@code io.atoll.env}; {@link
 * io.atoll.node.NodeServer} gives it real doors and HTTP in front. Between the parts stand small
 * adapters: {@code ReplicaShard} and {@code ShardReplicas} (replication on storage), {@code
 * TopologyService} (the topology log with its disk and links), {@code GossipService}, and two
 * boards on which loop 0 shows the newest topology and liveness to all loops: immutable values in
 * volatile fields, the one thing that loops share.
 */
package io.atoll.node;
