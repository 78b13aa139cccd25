package io.atoll.replication;

import io.atoll.causal.Siblings;

/**
 * What a read found: the merged state of the replicas that answered, {@link Siblings#EMPTY} for a
 * key never written.
 */
public record ReadResult(Siblings siblings, Outcome outcome) {}
