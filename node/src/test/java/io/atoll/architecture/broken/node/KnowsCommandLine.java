package io.atoll.architecture.broken.node;

import io.atoll.architecture.broken.node.cli.Command;

/** Breaks a rule on purpose. */
public record KnowsCommandLine(Command other) {}
