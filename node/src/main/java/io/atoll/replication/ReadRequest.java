package io.atoll.replication;

import io.atoll.causal.VersionVector;
import io.atoll.ring.ConsistencyLevel;

/**
 * One read as a client asks for it.
 *
 * @param level how many replicas must answer, or null for the keyspace's default
 * @param timeoutMs how long it may take, 1 or more
 * @param minContext the answer must have seen at least this; {@link VersionVector#EMPTY} for any
 */
public record ReadRequest(
    String keyspace,
    byte[] key,
    ConsistencyLevel level,
    long timeoutMs,
    VersionVector minContext) {}
