package io.atoll.repair;

/**
 * Tokens of a keyspace whose keys differ, or may differ where so much is being written that the two
 * sides could not be read as of one moment.
 *
 * @param tokens ascending as unsigned numbers, each once, at least one
 */
public record DifferingTokens(int keyspaceId, long[] tokens) {}
