package io.atoll.architecture.broken.node.cli;

/** Something to depend on. */
public record Command(String name) {}
