package io.atoll.architecture.broken.world;

import java.net.Socket;

/** Breaks a rule on purpose. */
record UsesSocket(Socket other) {}
