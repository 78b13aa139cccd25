package io.atoll.router.health;

import java.util.List;

/**
 * The health of a DC at one moment. Immutable. Durations that are not known are -1.
 *
 * @param usable whether requests can be sent there
 * @param sinceNanos how long that has been so
 * @param latencyNanos mean round trip to its nearest ready node
 * @param hedgeNanos after how long a read there is asked elsewhere too
 */
public record DcView(
    String name,
    boolean usable,
    long sinceNanos,
    long latencyNanos,
    long hedgeNanos,
    Breaker.State breaker,
    String breakerWhy,
    List<NodeView> nodes) {}
