package io.atoll.architecture.broken.node;

import io.atoll.architecture.broken.node.cli.Command;

/** The entry may know the command line. */
record Main(Command allowed) {}
