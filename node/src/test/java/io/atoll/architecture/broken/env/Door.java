package io.atoll.architecture.broken.env;

/** Something to depend on. */
public interface Door {}
