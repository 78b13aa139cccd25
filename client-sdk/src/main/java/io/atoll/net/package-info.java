/**
 * What all sockets of a process have in common: how it waits for them ({@link
 * io.atoll.net.EventLoops}), where they are opened and how they are encrypted ({@link
 * io.atoll.net.Endpoint}, {@link io.atoll.net.Tls}), and their options ({@link
 * io.atoll.net.SocketOptions}), which nobody else makes, and how output ends before input ({@link
 * io.atoll.net.HalfClose}). It keeps no state.
 */
package io.atoll.net;
