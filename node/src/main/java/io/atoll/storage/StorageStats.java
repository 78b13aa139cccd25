package io.atoll.storage;

/**
 * What the engine did since it was opened, and holds.
 *
 * @param keys durable keys
 * @param memtableBytes bytes of those keys and their values
 * @param writes changes made durable
 * @param syncs successful syncs of the log: {@code writes / syncs} shared one
 * @param logBytes bytes appended to the log
 * @param logFailures failed writes and syncs of the log
 * @param segments segments of the log
 * @param readOnly why writes are refused, or null while they are not
 * @param recoveredBytes log bytes that the start read
 * @param droppedTailBytes bytes of a torn last write that the start cut off
 */
public record StorageStats(
    long keys,
    long memtableBytes,
    long writes,
    long syncs,
    long logBytes,
    long logFailures,
    long segments,
    String readOnly,
    long recoveredBytes,
    long droppedTailBytes) {}
