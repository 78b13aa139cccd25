package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.Target;

/** Makes targets of one kind, each with connections and threads of its own. */
@FunctionalInterface
interface TargetFactory {
  /**
   * Makes one; may block.
   *
   * @param inFlight how many requests it will carry at a time
   */
  Target open(int inFlight);
}
