package io.atoll.replication;

import io.atoll.causal.CausalContext;
import io.atoll.ring.ConsistencyLevel;

/**
 * One put or delete as a client asks for it.
 *
 * @param keyspaceId of the keyspace that the client means, where that matters: a keyspace of the
 *     same name and another id is another one, in which the context says nothing. {@link
 *     #ANY_KEYSPACE} for whichever has the name
 * @param context what the client had seen, which this write supersedes; {@link CausalContext#EMPTY}
 *     for a blind write
 * @param delete whether this is a delete; then content type and value are empty
 * @param level how many replicas must have it on disk, or null for the keyspace's default
 * @param timeoutMs how long it may take, 1 or more
 */
public record WriteRequest(
    String keyspace,
    int keyspaceId,
    byte[] key,
    CausalContext context,
    boolean delete,
    String contentType,
    byte[] value,
    ConsistencyLevel level,
    long timeoutMs) {
  /** Whichever keyspace has the name. */
  public static final int ANY_KEYSPACE = -1;

  /** No keyspace has this id: such a write is refused in any case. */
  public static final int NO_KEYSPACE = -2;

  /** A write into whichever keyspace has the name. */
  public WriteRequest(
      String keyspace,
      byte[] key,
      CausalContext context,
      boolean delete,
      String contentType,
      byte[] value,
      ConsistencyLevel level,
      long timeoutMs) {
    this(keyspace, ANY_KEYSPACE, key, context, delete, contentType, value, level, timeoutMs);
  }

  /** Whether a keyspace of the right name is the one that is meant. */
  boolean means(int id) {
    return keyspaceId == ANY_KEYSPACE || keyspaceId == id;
  }

  /** The same by a client that had seen something else. */
  WriteRequest withContext(CausalContext other) {
    return new WriteRequest(
        keyspace, keyspaceId, key, other, delete, contentType, value, level, timeoutMs);
  }
}
