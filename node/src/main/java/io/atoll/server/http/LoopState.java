package io.atoll.server.http;

import io.atoll.env.Clock;

/** What all requests of one loop share. */
record LoopState(
    Clock clock,
    HttpSettings settings,
    HttpMeters meters,
    Admission admission,
    Connections connections,
    BodyReceipts receipts) {}
