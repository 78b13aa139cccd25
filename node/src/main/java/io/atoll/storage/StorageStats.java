package io.atoll.storage;

/**
 * What the engine did since it was opened, and holds; of a moment that is as old as the question
 * before.
 *
 * @param shards what all shards hold and did together
 * @param log what the log did
 * @param queuedWrites writes that wait for the log
 * @param queuedReads reads that wait for a read worker, or are under way in one
 * @param readOnly why writes are refused, or null while they are not
 * @param recoveredBytes log bytes that the start read
 * @param droppedTailBytes bytes of a torn last write that the start cut off
 */
public record StorageStats(
    ShardStats shards,
    LogCounters log,
    long queuedWrites,
    long queuedReads,
    String readOnly,
    long recoveredBytes,
    long droppedTailBytes) {}
