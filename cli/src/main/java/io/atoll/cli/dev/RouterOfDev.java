package io.atoll.cli.dev;

import io.atoll.platform.config.ConfigException;
import io.atoll.router.config.RouterConfigReader;
import io.atoll.router.proxy.Router;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** How the router of {@code atoll dev} is configured and started in this process. */
final class RouterOfDev {
  private RouterOfDev() {}

  /**
   * A configuration as {@code atoll router --config} reads it.
   *
   * @param port to listen on, on loopback
   * @param dcs the HTTP addresses of the nodes of each DC
   */
  static String configuration(int port, SequencedMap<String, List<String>> dcs) {
    StringBuilder yaml = new StringBuilder("listen: 127.0.0.1:" + port + "\n");
    // Many processes share the machine: one loop, and no minute's wait for requests when it stops.
    yaml.append("loops: 1\ndrainMs: 2000\ndcs:\n");
    dcs.forEach((dc, urls) -> yaml.append("  ").append(dc).append(": ").append(urls).append('\n'));
    // Asked for the names of all, and for what changes.
    yaml.append("seeds: ").append(dcs.values().stream().map(List::getFirst).toList()).append('\n');
    return yaml.toString();
  }

  /**
   * Starts a router.
   *
   * @param configuration a file that holds one
   * @return completed when it listens; failed with one line that says why it does not
   */
  static Future<Router> start(Vertx vertx, Path configuration) {
    try {
      return Router.start(
          vertx, RouterConfigReader.read(configuration, Map.of(), Map.of(), List.of(), List.of()));
    } catch (ConfigException e) {
      return Future.failedFuture(e);
    }
  }
}
