/**
 * The client port of a node: it decodes the frames of {@code io.atoll.wire}, calls {@link
 * io.atoll.server.Backend} on the loop on which they arrived, and encodes what it answers.
 *
 * <p>Invariants: every request is answered once, or its connection ends; whatever a client sends or
 * does not read, what the node holds for it is bounded in bytes and in time, and no other
 * connection notices. A connection that the node closes is told why, if its protocol has words for
 * it.
 *
 * <p>All but {@code BinaryListener}, {@code BinaryConnection} and {@code BinaryMeters} is free of
 * Vert.x and sockets and runs in the simulation as it is.
 *
 * <p>Reading order: {@code FORMAT.md} of {@code io.atoll.wire}, {@link
 * io.atoll.server.binary.BinaryDoor}, {@link io.atoll.server.binary.BinarySession}, {@link
 * io.atoll.server.binary.Requests}, {@link io.atoll.server.binary.Answers}, {@link
 * io.atoll.server.binary.BinaryListener}.
 */
package io.atoll.server.binary;
