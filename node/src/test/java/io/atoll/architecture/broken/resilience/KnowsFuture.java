package io.atoll.architecture.broken.resilience;

import io.vertx.core.Future;

/** Breaks a rule on purpose. */
record KnowsFuture(Future<String> other) {}
