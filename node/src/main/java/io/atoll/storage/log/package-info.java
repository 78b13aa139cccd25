/**
 * The commit log: segments of frames, one frame for one write, with a sync after each or after
 * several. It is appended to at its end and shortened from its beginning, as tables take over what
 * it holds. Everything here blocks and belongs to one worker; it knows files and bytes, and nothing
 * of shards' memory or futures.
 *
 * <p>Invariants: every frame says up to where its segment was synced when it was written; a segment
 * is started only when all of the one before that counts is synced; a segment in which a write or
 * sync failed is never written again; only the last segment, after its last sync, can be torn by a
 * crash; no number of a segment and no position of a frame is used twice; where the log begins is
 * durable before anything before it is touched. Whatever contradicts them is damage and is refused
 * with {@link io.atoll.storage.log.DamagedLogException}.
 *
 * <p>Reading order: {@code FORMAT.md} in the parent package, {@link
 * io.atoll.storage.log.SegmentHeader}, {@link io.atoll.storage.log.Frame}, {@link
 * io.atoll.storage.log.EntryCodec}, {@link io.atoll.storage.log.LogWriter}, {@link
 * io.atoll.storage.log.SegmentLedger}, {@link io.atoll.storage.log.RecycledSegments}, {@link
 * io.atoll.storage.log.LogRecovery}.
 */
package io.atoll.storage.log;
