package io.atoll.hints;

/**
 * That one replica lacks a write of one key.
 *
 * @param keyspaceId of the key
 * @param token where it lies on the ring
 * @param sinceMs wall time of the oldest write that was missed
 * @param stamp another one for each write that was missed
 */
public record Hint(int keyspaceId, long token, byte[] key, long sinceMs, long stamp) {}
