package io.atoll.architecture.broken.world;

import io.vertx.core.net.NetClient;

/** Breaks a rule on purpose. */
record UsesNetClient(NetClient other) {}
