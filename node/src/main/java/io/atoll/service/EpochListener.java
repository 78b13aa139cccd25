package io.atoll.service;

/** Who wants to know which epochs the other nodes have. */
public interface EpochListener {
  /** A node, by its id, has an epoch; from any loop. */
  void heard(String nodeId, long epoch);
}
