package io.atoll.service;

/** Hears which epochs the other nodes have. */
public interface EpochListener {
  /** A node, by its id, has an epoch; from any loop. */
  void heard(String nodeId, long epoch);
}
