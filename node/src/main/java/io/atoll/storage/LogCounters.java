package io.atoll.storage;

/**
 * What the log did since it was opened, and holds.
 *
 * @param writes changes that were acknowledged
 * @param bufferedWrites of them, those acknowledged before a sync
 * @param frames how many frames they were in: {@code writes / frames} is the mean batch
 * @param bytes bytes of the entries in those frames
 * @param maxFrameWrites writes in the largest frame
 * @param maxFrameBytes bytes of the entries in the largest frame
 * @param syncs successful syncs of frames
 * @param syncNs time in those syncs, with the write of the frame that each began with
 * @param maxSyncNs the longest of them
 * @param failures failed writes and syncs
 * @param segments segments that the log has
 * @param recycledSegments segments that were made of the files of older ones
 * @param heldBytes bytes that a recovery would read
 */
public record LogCounters(
    long writes,
    long bufferedWrites,
    long frames,
    long bytes,
    long maxFrameWrites,
    long maxFrameBytes,
    long syncs,
    long syncNs,
    long maxSyncNs,
    long failures,
    long segments,
    long recycledSegments,
    long heldBytes) {}
