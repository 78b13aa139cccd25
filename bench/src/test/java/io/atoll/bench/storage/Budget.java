package io.atoll.bench.storage;

/**
 * The memory that an engine may use, beside filters and indexes, which are what they are.
 *
 * @param cacheBytes for blocks
 * @param bufferBytes for what was written and is in no table yet
 */
record Budget(long cacheBytes, long bufferBytes) {}
