package io.atoll.architecture.broken.service;

import io.atoll.architecture.broken.server.KnowsRuntime;

/** Breaks a rule on purpose. */
public record KnowsServer(KnowsRuntime other) {}
