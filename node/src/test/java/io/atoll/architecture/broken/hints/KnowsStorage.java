package io.atoll.architecture.broken.hints;

import io.atoll.architecture.broken.storage.KnowsMembership;

/** Breaks a rule on purpose. */
record KnowsStorage(KnowsMembership other) {}
