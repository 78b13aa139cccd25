package io.atoll.architecture.broken.server;

import io.atoll.architecture.broken.runtime.KnowsRing;

/** Breaks a rule on purpose. */
public record KnowsRuntime(KnowsRing other) {}
