/**
 * What nodes say to each other about keys and topologies: frames, their bytes, and the matching of
 * answers to calls. Each loop has its own links and its own calls; nothing is shared.
 *
 * <p>Invariants: an answer reaches the call it belongs to or nobody; a call ends by an answer that
 * its asker is content with, by a break of its link, or by its deadline; garbage closes the link
 * that it came on and no other. What can fail is told to the {@link
 * io.atoll.replication.Peers.Listener} of the call.
 *
 * <p>Reading order: {@code FORMAT.md}, {@link io.atoll.server.peer.PeerFrame}, {@link
 * io.atoll.server.peer.PeerFrameCodec}, {@link io.atoll.server.peer.PendingCalls}, {@link
 * io.atoll.server.peer.PeerEndpoint}.
 */
package io.atoll.server.peer;
