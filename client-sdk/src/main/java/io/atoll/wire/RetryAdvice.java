package io.atoll.wire;

/** What may help after a failure that a node reported. */
public enum RetryAdvice {
  /** Nothing: the request is wrong, or every node would say the same. */
  NONE,
  /** The keyspace may be in a newer view. */
  NEWER_VIEW,
  /** Another node may see other replicas, or have a healthier disk. */
  OTHER_NODE,
  /** Time, and another node. */
  PAUSE
}
