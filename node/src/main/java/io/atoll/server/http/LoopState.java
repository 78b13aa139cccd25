package io.atoll.server.http;

import io.atoll.env.Entropy;
import io.atoll.platform.http.ServerLoop;

/** What all requests of one loop share. */
record LoopState(ServerLoop server, HttpSettings settings, HttpMeters meters, Entropy entropy) {}
