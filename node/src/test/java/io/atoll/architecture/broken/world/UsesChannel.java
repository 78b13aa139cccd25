package io.atoll.architecture.broken.world;

import java.nio.channels.SocketChannel;

/** Breaks a rule on purpose. */
record UsesChannel(SocketChannel other) {}
