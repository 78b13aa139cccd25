package io.atoll.router.health;

import java.util.List;

/**
 * The health of all DCs at one moment, as one loop sees it. Immutable.
 *
 * @param dc the DC that is asked first, or null while there is none
 * @param sinceNanos how long it has been that one, or -1
 * @param leaving the DC that traffic is moving away from, or null
 * @param switches how often another DC became the first
 */
public record LoadBalancerView(
    String dc, long sinceNanos, String leaving, long switches, List<DcView> dcs) {}
