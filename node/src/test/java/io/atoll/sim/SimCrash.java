package io.atoll.sim;

import io.atoll.env.FatalError;

/**
 * The node died here: thrown out of a {@link SimDisk} call so that nothing behind it runs. Whoever
 * runs the node's tasks catches it and drops them all. It is fatal, so that no handler of a mere
 * failure mistakes it for one.
 */
public final class SimCrash extends FatalError {
  private static final long serialVersionUID = 1L;

  public SimCrash(String message) {
    super(message);
  }
}
