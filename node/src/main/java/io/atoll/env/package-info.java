/**
 * A node's interfaces to the outside world: everything it knows about time, disk, network and
 * randomness comes through the interfaces of this package, so that the same node runs on Vert.x and
 * NIO ({@code io.atoll.runtime}) and in a deterministic simulation ({@code io.atoll.sim}).
 *
 * <p>Reading order: {@link io.atoll.env.NodeEnv}, {@link io.atoll.env.Loop}, {@link
 * io.atoll.env.Disk}, {@link io.atoll.env.PeerLinks}, {@link io.atoll.env.Datagrams}. Imports the
 * JDK and {@code io.atoll.bytes} only.
 */
package io.atoll.env;
