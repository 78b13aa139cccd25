/**
 * How the engines of one node talk to their like on others: calls that are typed by their replies,
 * messages, and streams for bulk, in frames of (protocol, call, payload). Each engine declares its
 * {@link io.atoll.peer.PeerProtocol} and serves it through {@link io.atoll.peer.PeerServices};
 * nothing here knows any of them. Each loop has its own links and its own calls; nothing is shared.
 *
 * <p>Invariants: a reply reaches the call it belongs to or nobody; a call ends by a reply that its
 * asker is content with, by the peer's word that it does not serve it, by a break of its link, or
 * by its deadline; garbage closes the link that it came on and no other.
 *
 * <p>What depends on the version that a link speaks is asked in {@link io.atoll.peer.FrameHead},
 * {@link io.atoll.peer.FrameWriter} and the codecs of the engines, and nowhere else.
 *
 * <p>Reading order: {@code FORMAT.md}, {@link io.atoll.peer.PeerCall}, {@link io.atoll.peer.Peers},
 * {@link io.atoll.peer.PeerServices}, {@link io.atoll.peer.PendingCalls}, {@link
 * io.atoll.peer.PeerEndpoint}; for streams {@link io.atoll.peer.Streams}, {@link
 * io.atoll.peer.ChunkSource}, {@link io.atoll.peer.Inflow}, {@link io.atoll.peer.Outflow}.
 */
package io.atoll.peer;
