package io.atoll.router.proxy;

import io.atoll.router.belief.BeliefsView;

/**
 * One loop at one moment. Immutable; made on the loop, read anywhere.
 *
 * @param retriesLeft further attempts that could be paid now
 * @param retriesSaved the most that can be saved up
 */
record LoopView(
    BeliefsView beliefs,
    int inFlight,
    int connections,
    long heldBytes,
    double retriesLeft,
    double retriesSaved) {}
