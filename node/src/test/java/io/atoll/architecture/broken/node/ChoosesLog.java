package io.atoll.architecture.broken.node;

import ch.qos.logback.classic.Logger;

/** Breaks a rule on purpose: which log a process has is not the server's choice. */
public record ChoosesLog(Logger other) {}
