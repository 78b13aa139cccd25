package io.atoll.chaos.history;

import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.ring.ConsistencyLevel;

/**
 * One read that was answered.
 *
 * @param localDc the DC of the node that was asked
 * @param minContext what the answer had to have seen
 * @param invokedNanos virtual time of the question
 */
public record Read(
    String client,
    String keyspace,
    String key,
    ConsistencyLevel level,
    String localDc,
    VersionVector minContext,
    long invokedNanos,
    Siblings answer) {
  @Override
  public String toString() {
    return "read by %s of %s/%s at %s in %s, invoked at %.3f ms, answered %s"
        .formatted(client, keyspace, key, level, localDc, invokedNanos / 1e6, answer);
  }
}
