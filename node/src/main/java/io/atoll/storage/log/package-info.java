/**
 * The commit log: segments of frames, one frame for one write and one sync. Everything here blocks
 * and belongs to one worker; it knows files and bytes, and nothing of shards' memory or futures.
 *
 * <p>Invariants: a frame is written only after the sync of the one before it succeeded; a segment
 * in which a write or sync failed is never written again; nothing before the last frame of the last
 * segment can be torn by a crash. Whatever contradicts them is damage and is refused with {@link
 * io.atoll.storage.log.DamagedLogException}.
 *
 * <p>Reading order: {@code FORMAT.md} in the parent package, {@link
 * io.atoll.storage.log.SegmentHeader}, {@link io.atoll.storage.log.Frame}, {@link
 * io.atoll.storage.log.EntryCodec}, {@link io.atoll.storage.log.LogWriter}, {@link
 * io.atoll.storage.log.LogRecovery}.
 */
package io.atoll.storage.log;
