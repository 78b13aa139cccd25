package io.atoll.router.proxy;

import io.atoll.router.health.LoadBalancerView;

/**
 * One loop at one moment. Immutable; made on the loop, read anywhere.
 *
 * @param retriesLeft further attempts that could be paid now
 * @param retriesSaved the most that can be saved up
 */
record LoopView(
    LoadBalancerView loadBalancer,
    int inFlight,
    int connections,
    long heldBytes,
    double retriesLeft,
    double retriesSaved) {}
