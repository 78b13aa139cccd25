/**
 * The world of a run: data, chosen by seed. {@link io.atoll.chaos.world.Stage} is what a run hands
 * to all who take part in it.
 */
package io.atoll.chaos.world;
