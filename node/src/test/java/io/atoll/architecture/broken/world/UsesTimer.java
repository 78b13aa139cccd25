package io.atoll.architecture.broken.world;

import java.util.Timer;

/** Breaks a rule on purpose. */
record UsesTimer(Timer other) {}
