package io.atoll.storage.table;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.TableMeta;
import java.nio.ByteBuffer;

/**
 * What a table says of itself.
 *
 * @param number names the file
 * @param shard that it belongs to
 * @param keyspaceId of all its entries
 * @param entries how many it has, removals included
 * @param removals how many say that a key was removed
 * @param firstToken the lowest; 0 without entries
 * @param lastToken the highest (unsigned), inclusive; 0 without entries
 * @param contentBytes bytes of keys and values
 * @param payloadBytes bytes of all blocks before compression
 * @param minSequence the sequence number of the oldest memtable in it
 * @param maxSequence the sequence number of the newest memtable in it
 * @param minTimestamp the lowest known timestamp of a value; {@link Long#MAX_VALUE} when none is
 * @param maxTimestamp the highest one; {@link Long#MIN_VALUE} when none is known
 * @param tombstones values that say that their key was deleted
 * @param blockBytes the longest payload of a block with more than one entry
 * @param blocks how many there are
 * @param sizeBytes the length of the file
 */
public record TableProperties(
    long number,
    int shard,
    int keyspaceId,
    long entries,
    long removals,
    long firstToken,
    long lastToken,
    long contentBytes,
    long payloadBytes,
    long minSequence,
    long maxSequence,
    long minTimestamp,
    long maxTimestamp,
    long tombstones,
    int blockBytes,
    int blocks,
    long sizeBytes) {
  /** Bytes of the stored form, the checksum left out. */
  static final int STORED_BYTES = 92;

  /** As a manifest lists it. */
  public TableMeta meta() {
    return new TableMeta(
        number,
        keyspaceId,
        minSequence,
        maxSequence,
        TokenRange.closed(firstToken, lastToken),
        entries,
        removals,
        sizeBytes,
        contentBytes);
  }

  void write(ByteBuffer out) {
    out.putLong(entries).putLong(removals).putLong(firstToken).putLong(lastToken);
    out.putLong(contentBytes).putLong(payloadBytes).putLong(minSequence).putLong(maxSequence);
    out.putLong(minTimestamp).putLong(maxTimestamp).putLong(tombstones).putInt(blockBytes);
  }

  /** Reads the stored form, without the checksum, which the caller has verified. */
  static TableProperties read(ByteBuffer in, TableFooter footer, long sizeBytes) {
    long entries = in.getLong();
    long removals = in.getLong();
    long firstToken = in.getLong();
    long lastToken = in.getLong();
    long contentBytes = in.getLong();
    long payloadBytes = in.getLong();
    long minSequence = in.getLong();
    long maxSequence = in.getLong();
    long minTimestamp = in.getLong();
    long maxTimestamp = in.getLong();
    long tombstones = in.getLong();
    int blockBytes = in.getInt();
    return new TableProperties(
        footer.number(),
        footer.shard(),
        footer.keyspaceId(),
        entries,
        removals,
        firstToken,
        lastToken,
        contentBytes,
        payloadBytes,
        minSequence,
        maxSequence,
        minTimestamp,
        maxTimestamp,
        tombstones,
        blockBytes,
        footer.blocks(),
        sizeBytes);
  }
}
