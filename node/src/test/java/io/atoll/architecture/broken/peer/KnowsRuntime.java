package io.atoll.architecture.broken.peer;

import io.atoll.architecture.broken.runtime.KnowsRing;

/** Breaks a rule on purpose. */
record KnowsRuntime(KnowsRing other) {}
