package io.atoll.architecture.broken.storage;

import io.atoll.architecture.broken.membership.KnowsStorage;

/** Breaks a rule on purpose. */
public record KnowsMembership(KnowsStorage other) {}
