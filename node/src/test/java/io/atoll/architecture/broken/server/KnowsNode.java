package io.atoll.architecture.broken.server;

import io.atoll.architecture.broken.node.ChoosesLog;

/** Breaks a rule on purpose. */
record KnowsNode(ChoosesLog other) {}
