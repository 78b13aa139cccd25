/**
 * The one choice of how this process waits for its sockets: {@link io.atoll.net.EventLoops}. It
 * knows the JDK and Vert.x only, keeps no state, and never fails.
 */
package io.atoll.net;
