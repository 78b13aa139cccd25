package io.atoll.architecture.broken.ring;

import io.atoll.architecture.broken.causal.KnowsFuture;

/** Breaks a rule on purpose. */
public record KnowsCausal(KnowsFuture other) {}
