package io.atoll.architecture.broken.replication;

import io.atoll.architecture.broken.server.KnowsRuntime;

/** Breaks a rule on purpose. */
record KnowsServer(KnowsRuntime other) {}
