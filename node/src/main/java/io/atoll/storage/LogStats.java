package io.atoll.storage;

/**
 * What the commit log did since the engine was opened, and holds.
 *
 * @param writes changes made durable
 * @param syncs successful syncs: {@code writes / syncs} shared one
 * @param bytes bytes appended
 * @param failures failed writes and syncs
 * @param segments segments that it consists of
 * @param heldBytes bytes that a start would read
 */
public record LogStats(
    long writes, long syncs, long bytes, long failures, long segments, long heldBytes) {}
