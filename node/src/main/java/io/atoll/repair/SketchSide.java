package io.atoll.repair;

import io.vertx.core.Future;

/** One of the two that are compared: this node, or a peer. */
@FunctionalInterface
public interface SketchSide {
  /**
   * Asks.
   *
   * @return fails where there can be no answer, such as when the peer cannot be reached
   */
  Future<SketchAnswer> ask(SketchQuestion question);
}
