package io.atoll.router.health;

/**
 * The health of a node at one moment. Immutable. Durations that are not known are -1.
 *
 * @param why the standing is what it is; "" when it is ready
 * @param sinceNanos how long it has had that standing
 * @param probeLatencyNanos mean round trip of probes
 * @param requestLatencyNanos mean time to answer a request
 * @param lastError the last thing that went wrong with it, or ""
 * @param lastErrorAgoNanos how long ago that was
 */
public record NodeView(
    NodeAddress address,
    NodeHealth.Standing standing,
    String why,
    long sinceNanos,
    long probeLatencyNanos,
    long requestLatencyNanos,
    int inFlight,
    long answers,
    long failures,
    String lastError,
    long lastErrorAgoNanos,
    Breaker.State breaker,
    String breakerWhy) {}
