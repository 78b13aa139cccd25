package io.atoll.architecture.broken.world;

import java.nio.file.Path;

/** Breaks a rule on purpose. */
record UsesPath(Path other) {}
