package io.atoll.cli.dev;

import java.util.List;

/** A running development cluster. Used by one thread, except where said otherwise. */
interface DevCluster {
  /** Starts every node; returns when all have been started, ready or not. */
  void start() throws InterruptedException;

  /** The nodes in the order of the layout, with the processes that they run in now. */
  List<DevNode> nodes();

  /** What a person should know about why a node is not ready, such as its last output; or "". */
  String symptoms(String nodeId);

  /** Whether a node can no longer get ready because it has ended. */
  boolean hasEnded(String nodeId);

  /** Stops every node in order and returns when all have stopped. */
  void stop() throws InterruptedException;
}
