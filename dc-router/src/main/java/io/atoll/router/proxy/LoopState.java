package io.atoll.router.proxy;

import io.atoll.platform.http.Admission;
import io.atoll.platform.http.ServerLoop;
import io.atoll.resilience.RetryBudget;
import io.atoll.router.health.LoadBalancer;
import io.atoll.router.policy.RateLimiter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.util.SequencedSet;

/**
 * What all requests of one loop share.
 *
 * @param client the connections to the nodes
 * @param limiter of all loops, or null where no client is limited
 * @param lingering attempts whose answer nobody waits for, the first to expire first
 */
record LoopState(
    Vertx vertx,
    ServerLoop server,
    ProxySettings settings,
    HttpClient client,
    LoadBalancer loadBalancer,
    RetryBudget budget,
    RateLimiter limiter,
    String rateHeader,
    SequencedSet<Attempt> lingering,
    RouterMeters meters) {

  long now() {
    return server.now();
  }

  /** What it holds for its clients. */
  Admission admission() {
    return server.admission();
  }
}
