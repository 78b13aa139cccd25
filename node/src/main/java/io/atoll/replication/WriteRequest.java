package io.atoll.replication;

import io.atoll.causal.CausalContext;
import io.atoll.ring.ConsistencyLevel;

/**
 * One put or delete as a client asks for it.
 *
 * @param context what the client had seen, which this write supersedes; {@link CausalContext#EMPTY}
 *     for a blind write
 * @param delete whether this is a delete; then content type and value are empty
 * @param level how many replicas must have it on disk, or null for the keyspace's default
 * @param timeoutMs how long it may take, 1 or more
 */
public record WriteRequest(
    String keyspace,
    byte[] key,
    CausalContext context,
    boolean delete,
    String contentType,
    byte[] value,
    ConsistencyLevel level,
    long timeoutMs) {
  /** The same by a client that had seen something else. */
  WriteRequest withContext(CausalContext other) {
    return new WriteRequest(keyspace, key, other, delete, contentType, value, level, timeoutMs);
  }
}
