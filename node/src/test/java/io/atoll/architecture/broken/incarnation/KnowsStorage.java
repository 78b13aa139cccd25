package io.atoll.architecture.broken.incarnation;

import io.atoll.architecture.broken.storage.KnowsMembership;

/** Breaks a rule on purpose. */
record KnowsStorage(KnowsMembership other) {}
