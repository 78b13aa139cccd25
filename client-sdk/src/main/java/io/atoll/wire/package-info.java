/**
 * What nodes and clients must agree on byte for byte: tokens and the client protocol. Pure values
 * and codecs, no I/O, no Vert.x types.
 *
 * <p>Invariants: whatever the bytes, a decoder answers a message or throws {@link
 * io.atoll.bytes.MalformedBytesException}, and allocates no more than a small multiple of what
 * came.
 *
 * <p>Reading order: {@code FORMAT.md}, {@link io.atoll.wire.Greeting}, {@link
 * io.atoll.wire.ProtocolSniffer}, {@link io.atoll.wire.FrameDecoder}, {@link
 * io.atoll.wire.Request}, {@link io.atoll.wire.Response}, {@link io.atoll.wire.ClusterView}, the
 * codecs, {@link io.atoll.wire.Tokens}.
 */
package io.atoll.wire;
