package io.atoll.consensus;

/** Names one proposal of this node, from its start to its end; not kept across restarts. */
public record ProposalId(long number) {}
