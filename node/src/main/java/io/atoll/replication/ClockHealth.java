package io.atoll.replication;

/** Whether this node's clock is fit to give times to writes where the last writer wins. */
@FunctionalInterface
public interface ClockHealth {
  /** Why it is not, for a person; null when it is. Called for every such write, from any loop. */
  String fault();
}
