package io.atoll.replication;

import io.atoll.causal.CausalContext;

/**
 * What a write made.
 *
 * @param context what the client that wrote has seen now, for its next write
 */
public record WriteResult(CausalContext context, Outcome outcome) {}
