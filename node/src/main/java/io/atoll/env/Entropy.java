package io.atoll.env;

import java.util.random.RandomGenerator;

/**
 * Randomness: seeded in the simulation, unpredictable in the real world. Callable from any thread.
 */
public interface Entropy extends RandomGenerator {}
