package io.atoll.architecture.broken.synod;

import io.vertx.core.Future;

/** Breaks a rule on purpose. */
public record KnowsFuture(Future<String> other) {}
