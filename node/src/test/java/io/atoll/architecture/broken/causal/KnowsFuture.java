package io.atoll.architecture.broken.causal;

import io.vertx.core.Future;

/** Breaks a rule on purpose. */
public record KnowsFuture(Future<String> other) {}
