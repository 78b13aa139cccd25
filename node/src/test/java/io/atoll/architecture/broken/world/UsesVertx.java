package io.atoll.architecture.broken.world;

import io.vertx.core.Vertx;

/** Breaks a rule on purpose. */
record UsesVertx(Vertx other) {}
