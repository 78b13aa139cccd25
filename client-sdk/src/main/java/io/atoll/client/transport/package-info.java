/**
 * The client's doors to the world: a loop with a clock, timers and chance, and connections. One
 * implementation stands on Vert.x, one in the simulation; everything above sees only these.
 *
 * <p>Reading order: {@link io.atoll.client.transport.ClientLoop}, {@link
 * io.atoll.client.transport.Connection}.
 */
package io.atoll.client.transport;
