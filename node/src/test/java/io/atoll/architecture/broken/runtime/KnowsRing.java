package io.atoll.architecture.broken.runtime;

import io.atoll.architecture.broken.env.Door;
import io.atoll.architecture.broken.ring.KnowsCausal;

/** Breaks a rule on purpose. */
public record KnowsRing(KnowsCausal other, Door allowed) {}
