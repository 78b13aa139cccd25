/**
 * A world for a client to be tested in: virtual time, a network and nodes that speak the real
 * client protocol and fail as they are told. One thread, one seed, the same run every time.
 *
 * <p>Reading order: {@link io.atoll.client.world.World}, {@link io.atoll.client.world.FakeCluster},
 * {@link io.atoll.client.world.FakeNode}.
 */
package io.atoll.client.world;
