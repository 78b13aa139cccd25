/**
 * The client's interfaces to the outside world: a loop with a clock, timers and randomness, and
 * connections. There is one implementation on Vert.x and one in the simulation; everything above
 * sees only these interfaces.
 *
 * <p>Reading order: {@link io.atoll.client.transport.ClientLoop}, {@link
 * io.atoll.client.transport.Connection}.
 */
package io.atoll.client.transport;
