package io.atoll.router.config;

import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import java.util.List;

/**
 * Everything that a router is told before it starts. Immutable and checked.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param upstreams the nodes that were listed; may be empty when there are seeds
 * @param seeds nodes that are asked who else there is; may be empty when nodes were listed
 * @param localDc the DC to prefer, or ""
 * @param loops event loops; 0 for as many as there are cores
 * @param loopPatienceMs the process ends when a loop does not turn for so long; 0 for never
 * @param drainMs how long a router that is told to stop waits for the requests in flight
 */
public record RouterConfig(
    String host,
    int port,
    Upstreams upstreams,
    List<NodeAddress> seeds,
    String localDc,
    int loops,
    int loopPatienceMs,
    int drainMs,
    Limits limits,
    RateLimit rate,
    Probes probes,
    int retryPercent) {
  public RouterConfig {
    seeds = List.copyOf(seeds);
  }

  /**
   * Bounds.
   *
   * @param maxBodyBytes longest request body
   * @param requestsInFlight requests being worked on; one more is refused
   * @param memoryBytes what requests may hold together; what needs more is refused
   * @param connections open client connections; one more is closed at once
   * @param connectionsPerNode open connections to a node, and so requests that it works on at a
   *     time
   */
  public record Limits(
      int maxBodyBytes,
      int requestsInFlight,
      long memoryBytes,
      int connections,
      int connectionsPerNode) {}

  /**
   * What one client may ask for.
   *
   * @param perSecond requests in the long run; 0 for no limit
   * @param burst requests at once
   * @param header the request header that names the client, or "" for its address
   * @param clients how many clients are remembered
   */
  public record RateLimit(int perSecond, int burst, String header, int clients) {}

  /** How often nodes are asked whether they are ready, and how long they have to answer. */
  public record Probes(int everyMs, int timeoutMs) {}
}
