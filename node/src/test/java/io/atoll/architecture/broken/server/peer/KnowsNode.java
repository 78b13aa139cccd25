package io.atoll.architecture.broken.server.peer;

import io.atoll.architecture.broken.node.KnowsCommandLine;

/** Breaks a rule on purpose. */
record KnowsNode(KnowsCommandLine other) {}
