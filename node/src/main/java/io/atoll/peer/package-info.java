/**
 * How an engine of one node talks to the same engine on others: calls that are typed by their
 * replies, messages, and streams for bulk, in frames of (protocol, call, payload), or in several
 * where one is too short. Each engine declares its {@link io.atoll.peer.PeerProtocol} and serves it
 * through {@link io.atoll.peer.PeerServices}; nothing here knows any of them. Each loop has its own
 * links and its own calls; nothing is shared.
 *
 * <p>Invariants: a reply reaches the call it belongs to or none; a call ends when its caller has
 * the replies it wants, when the peer says that it does not serve it, when its link breaks, or at
 * its deadline; garbage closes the link that it came on and no other.
 *
 * <p>A message in parts counts against {@link io.atoll.peer.PartMemory} from its first byte to its
 * last, at both ends.
 *
 * <p>The version that a link speaks matters only in {@link io.atoll.peer.FrameHead}, {@link
 * io.atoll.peer.FrameWriter} and in the codecs of the engines.
 *
 * <p>Reading order: {@code FORMAT.md}, {@link io.atoll.peer.PeerCall}, {@link io.atoll.peer.Peers},
 * {@link io.atoll.peer.PeerServices}, {@link io.atoll.peer.PendingCalls}, {@link
 * io.atoll.peer.PeerEndpoint}; for streams {@link io.atoll.peer.Streams}, {@link
 * io.atoll.peer.ChunkSource}, {@link io.atoll.peer.Inflow}, {@link io.atoll.peer.Outflow}; for
 * parts {@link io.atoll.peer.PartSettings}, {@link io.atoll.peer.PartOutlets}, {@link
 * io.atoll.peer.PartIntakes}.
 */
package io.atoll.peer;
