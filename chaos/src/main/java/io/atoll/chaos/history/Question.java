package io.atoll.chaos.history;

import io.atoll.ring.ConsistencyLevel;

/**
 * What a client asked.
 *
 * @param node whom it asked; null where the client library chose
 * @param dc of the node that it asked, or its own where the client library chose
 * @param timeoutMs how long the store may take
 * @param invokedNanos virtual time of the question
 * @param leastEpoch an epoch that the node that it asked has; 0 where the client library chose
 */
public record Question(
    String client,
    String node,
    String dc,
    String keyspace,
    String key,
    ConsistencyLevel level,
    long timeoutMs,
    long invokedNanos,
    long leastEpoch) {
  @Override
  public String toString() {
    return "%s/%s at %s through %s, invoked at %.3f ms with %d ms to go"
        .formatted(
            keyspace,
            KeyText.of(key),
            level,
            node == null ? dc : node,
            invokedNanos / 1e6,
            timeoutMs);
  }
}
