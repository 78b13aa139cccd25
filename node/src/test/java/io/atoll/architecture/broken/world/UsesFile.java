package io.atoll.architecture.broken.world;

import java.io.FileInputStream;

/** Breaks a rule on purpose. */
record UsesFile(FileInputStream other) {}
