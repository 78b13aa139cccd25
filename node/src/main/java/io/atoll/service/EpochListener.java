package io.atoll.service;

/** Hears which epochs the other nodes have. */
public interface EpochListener {
  /** A node, by its id, has said in a message that it has an epoch; from any loop. */
  void heard(String nodeId, long epoch);

  /** Others have told of a node that it has an epoch; on loop 0. */
  void heardOf(String nodeId, long epoch);
}
