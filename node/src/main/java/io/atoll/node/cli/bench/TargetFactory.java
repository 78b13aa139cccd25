package io.atoll.node.cli.bench;

import io.atoll.node.cli.bench.engine.Target;
import io.vertx.core.Vertx;

/** Makes targets of one kind, one for each loop. */
interface TargetFactory {
  /**
   * A target of its own for the calling event loop.
   *
   * @param inFlight how many requests it will carry at a time
   */
  Target open(Vertx vertx, int inFlight);
}
