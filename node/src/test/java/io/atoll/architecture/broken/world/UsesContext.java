package io.atoll.architecture.broken.world;

import io.vertx.core.Context;

/** Breaks a rule on purpose. */
record UsesContext(Context other) {}
