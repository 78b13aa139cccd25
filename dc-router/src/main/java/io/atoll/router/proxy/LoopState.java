package io.atoll.router.proxy;

import io.atoll.resilience.RetryBudget;
import io.atoll.router.health.LoadBalancer;
import io.atoll.router.policy.RateLimiter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.LongSupplier;

/**
 * What all requests of one loop share.
 *
 * @param nanos the time, of no particular beginning
 * @param client the connections to the nodes
 * @param limiter of all loops, or null where no client is limited
 * @param bodies request bodies that are arriving, oldest first
 * @param lingering attempts whose answer nobody waits for, the first to expire first
 */
record LoopState(
    Vertx vertx,
    LongSupplier nanos,
    ProxySettings settings,
    HttpClient client,
    LoadBalancer loadBalancer,
    RetryBudget budget,
    RateLimiter limiter,
    String rateHeader,
    Admission admission,
    ClientConnections connections,
    SequencedSet<BodyReceipt> bodies,
    SequencedSet<Attempt> lingering,
    RouterMeters meters) {

  long now() {
    return nanos.getAsLong();
  }

  static <T> SequencedSet<T> emptySet() {
    return new LinkedHashSet<>();
  }
}
