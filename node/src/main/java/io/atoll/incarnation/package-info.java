/**
 * Whether a node's data directory is the newest that the node ever had. A directory can be put back
 * from a copy, emptied, or opened twice, and nothing in it says so; what the node then wrote under
 * the names of its first life would name two things. So every start is a run with a name of its
 * own, which the directory remembers and a majority of the other members too: a start that they
 * know no later run than its directory does goes on as the same incarnation, any other takes a new
 * one. The protocol is a pure state machine without clock, thread or I/O. What can fail: nobody
 * answers, and then the node takes a new incarnation as soon as somebody wants to write; the disk
 * cannot be written, and then there is none.
 *
 * <p>Reading order: {@link io.atoll.incarnation.Run}, {@link io.atoll.incarnation.RunHistory},
 * {@link io.atoll.incarnation.Claim}, {@link io.atoll.incarnation.ClaimLedger} (the side that is
 * asked), {@link io.atoll.incarnation.Claimant} (the side that asks, and why it is safe), and
 * {@code FORMAT.md} for the bytes.
 */
package io.atoll.incarnation;
