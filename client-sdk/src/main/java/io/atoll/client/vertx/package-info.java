/**
 * {@code client.transport} on Vert.x: event loops, timers and sockets. The only package of the
 * client that knows threads, real time and the network.
 *
 * <p>Reading order: {@link io.atoll.client.vertx.VertxLoops}, {@link
 * io.atoll.client.vertx.VertxClientLoop}, {@link io.atoll.client.vertx.VertxConnection}.
 */
package io.atoll.client.vertx;
