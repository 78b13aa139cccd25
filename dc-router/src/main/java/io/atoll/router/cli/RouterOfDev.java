package io.atoll.router.cli;

import io.atoll.node.cli.dev.DevRouterProvider;
import io.atoll.router.config.RouterConfigException;
import io.atoll.router.config.RouterConfigReader;
import io.atoll.router.proxy.Router;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The router of {@code atoll dev}. */
public final class RouterOfDev implements DevRouterProvider {
  @Override
  public String configuration(int port, SequencedMap<String, List<String>> dcs) {
    StringBuilder yaml = new StringBuilder("listen: 127.0.0.1:" + port + "\n");
    // Many processes share the machine: one loop, and no minute's wait for requests when it stops.
    yaml.append("loops: 1\ndrainMs: 2000\ndcs:\n");
    dcs.forEach((dc, urls) -> yaml.append("  ").append(dc).append(": ").append(urls).append('\n'));
    // Asked for the names of all, and for what changes.
    yaml.append("seeds: ").append(dcs.values().stream().map(List::getFirst).toList()).append('\n');
    return yaml.toString();
  }

  @Override
  public Future<Running> start(Vertx vertx, Path configuration) {
    try {
      return Router.start(
              vertx,
              RouterConfigReader.read(configuration, Map.of(), Map.of(), List.of(), List.of()))
          .map(router -> router::close);
    } catch (RouterConfigException e) {
      return Future.failedFuture(e);
    }
  }
}
