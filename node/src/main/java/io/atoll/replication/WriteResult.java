package io.atoll.replication;

import io.atoll.causal.CausalContext;

/**
 * What a write made.
 *
 * @param context what the client has seen now, its own write included: what {@link
 *     io.atoll.causal.Siblings#contextAfterPut} returns, not all that the key has seen
 */
public record WriteResult(CausalContext context, Outcome outcome) {}
