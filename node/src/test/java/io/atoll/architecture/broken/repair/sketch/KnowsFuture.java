package io.atoll.architecture.broken.repair.sketch;

import io.vertx.core.Future;

/** Breaks a rule on purpose. */
public record KnowsFuture(Future<String> other) {}
