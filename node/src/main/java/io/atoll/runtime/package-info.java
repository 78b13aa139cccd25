/**
 * The real world: the only implementations of {@link io.atoll.env}, on Vert.x event loops, TCP, UDP
 * and NIO files. The {@code env} interfaces state the contract; this package says how it is kept.
 * Peers prove to each other that they know the cluster secret before a frame flows ({@code
 * FORMAT.md}); every queue has a bound; whatever unknown peers send ends their connection and
 * nothing else. What can fail is operation: ports in use, directories locked, peers away or
 * misconfigured, each with a message that says what to do.
 *
 * <p>Reading order: {@link io.atoll.runtime.RuntimeSettings}, {@link io.atoll.runtime.RuntimeEnv},
 * {@link io.atoll.runtime.VertxLoop}; for the disk {@link io.atoll.runtime.NioDisk} and {@code
 * DirectoryLock}; for the links {@code TcpPeerLinks}, {@code OutboundLink}, {@code PeerConnection},
 * {@code Handshake}, {@code FrameReader}, {@code FrameQueue}.
 */
package io.atoll.runtime;
