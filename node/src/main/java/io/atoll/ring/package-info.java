/**
 * What the cluster is: members, keyspaces, and who owns which arc of the ring, as immutable values
 * and pure functions of them. Invariants: in each DC the list of an arc names distinct members,
 * spread over the racks as evenly as can be at every prefix; every prefix gives each member its
 * fair share by weight; a change moves as little as the new shares allow; equal inputs give equal
 * topologies, and equal topologies have equal bytes. What can fail: bad input, as {@link
 * java.lang.IllegalArgumentException} with a message for a user.
 *
 * <p>Reading order: {@link io.atoll.ring.Member}, {@link io.atoll.ring.Keyspace}, {@link
 * io.atoll.ring.TokenRange}, {@link io.atoll.ring.Partitions}, {@link io.atoll.ring.Topology},
 * {@link io.atoll.ring.PreferenceList}, {@link io.atoll.ring.Fallbacks}, {@link
 * io.atoll.ring.Claim}; how the ring changes: {@link io.atoll.ring.Stage}, {@link
 * io.atoll.ring.Placement}, {@link io.atoll.ring.Transition}, {@link io.atoll.ring.RingChange}; how
 * a claim is made: {@code RackRule}, {@code FairShares}, {@code DcClaim}, {@code ArcFlow}; the
 * bytes: {@code FORMAT.md} beside this file. Imports the JDK, {@code io.atoll.bytes} and the levels
 * of {@code io.atoll.wire} only.
 */
package io.atoll.ring;
