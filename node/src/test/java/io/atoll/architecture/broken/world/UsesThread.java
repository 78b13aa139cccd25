package io.atoll.architecture.broken.world;

/** Breaks a rule on purpose. */
record UsesThread(Thread other) {}
