package io.atoll.architecture.broken.bytes;

import io.vertx.core.Future;

/** Breaks a rule on purpose. */
record KnowsFuture(Future<String> other) {}
