package io.atoll.node.cli.dev;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.ServiceLoader;

/**
 * The router of a development cluster, from a module that this one does not know. Named in {@code
 * META-INF/services/io.atoll.node.cli.dev.DevRouterProvider} of that module, which adds the command
 * {@code atoll router} too.
 */
public interface DevRouterProvider {
  /**
   * A configuration as {@code atoll router --config} reads it.
   *
   * @param port to listen on, on loopback
   * @param dcs the HTTP addresses of the nodes of each DC
   */
  String configuration(int port, SequencedMap<String, List<String>> dcs);

  /**
   * Starts a router in this process.
   *
   * @param configuration a file that holds one
   * @return completed when it listens; failed with one line that says why it does not
   */
  Future<Running> start(Vertx vertx, Path configuration);

  /** A router that runs. */
  @FunctionalInterface
  interface Running {
    /** Stops it in order. */
    Future<Void> close();
  }

  /** The provider that is there, or null. */
  static DevRouterProvider find() {
    return ServiceLoader.load(DevRouterProvider.class).findFirst().orElse(null);
  }
}
