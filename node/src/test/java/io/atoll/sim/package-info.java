/**
 * The deterministic simulation: all doors of {@code io.atoll.env} in one thread and virtual time,
 * from one seed. A network that delays, drops, duplicates, reorders and partitions; a disk that
 * loses what was not synced; clocks that drift; processes that crash, pause and come back; and
 * clients, on the doors of {@code io.atoll.client.transport}.
 *
 * <p>Invariant: a run is a function of its seed. Nothing here reads a real clock, starts a thread,
 * or iterates over an identity hash.
 *
 * <p>Reading order: {@link io.atoll.sim.Scheduler}, {@link io.atoll.sim.SimNodeEnv}, {@link
 * io.atoll.sim.SimNetwork}, {@code SimConnection}, {@code SimDisk}, {@link
 * io.atoll.sim.SimClientLoop}, {@code SimStream}, then {@code SimCluster}.
 */
package io.atoll.sim;
