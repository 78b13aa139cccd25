package io.atoll.architecture.broken.membership;

import io.atoll.architecture.broken.storage.KnowsMembership;

/** Breaks a rule on purpose. */
public record KnowsStorage(KnowsMembership other) {}
