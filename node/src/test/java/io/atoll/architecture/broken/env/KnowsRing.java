package io.atoll.architecture.broken.env;

import io.atoll.architecture.broken.ring.KnowsCausal;

/** Breaks a rule on purpose. */
record KnowsRing(KnowsCausal other) {}
