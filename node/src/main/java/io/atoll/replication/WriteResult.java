package io.atoll.replication;

import io.atoll.causal.VersionVector;

/**
 * What a write made.
 *
 * @param context what the key has seen at the replica that took the write: the new value and all
 *     that it superseded
 */
public record WriteResult(VersionVector context, Outcome outcome) {}
