package io.atoll.storage.shard;

import io.atoll.env.Disk;
import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.read.Lookup;
import io.atoll.storage.table.DamagedTableException;
import java.io.IOException;

/**
 * What becomes of a read of one shard's tables that failed: damage is taken for a missing range,
 * which the manifest keeps and the listener hears of, and every failure gets its type. Belongs to
 * the shard's loop.
 */
final class TableFailures implements Lookup.DamageReport {
  private final Disk disk;
  private final ShardTables tables;
  private final ShardListener listener;
  private final Runnable onTorn;
  private long damages;

  /**
   * @param onTorn called when a damage is durable in the manifest
   */
  TableFailures(Disk disk, ShardTables tables, ShardListener listener, Runnable onTorn) {
    this.disk = disk;
    this.tables = tables;
    this.listener = listener;
    this.onTorn = onTorn;
  }

  /** How many reads met damage. */
  long damages() {
    return damages;
  }

  /** The failure of a read, of whatever kind it is. */
  StorageException typed(LiveTable table, IOException cause) {
    return cause instanceof DamagedTableException damage
        ? damaged(table, damage)
        : unreadable(table, cause);
  }

  @Override
  public StorageException damaged(LiveTable table, DamagedTableException damage) {
    damages++;
    MissingRange missingRange =
        new MissingRange(
            table.meta.keyspaceId(),
            damage.tokens(),
            table.meta.maxSequence(),
            damage.file(),
            damage.offset());
    boolean isNew = !tables.newestState().says(missingRange);
    tables
        .tear(
            table.meta.number(),
            missingRange,
            () -> {
              if (isNew) {
                listener.lost(missingRange);
              }
            })
        .onSuccess(durable -> onTorn.run());
    return damagedRange(damage.getMessage());
  }

  @Override
  public StorageException unreadable(LiveTable table, IOException cause) {
    return new StorageException(
        Reason.NOT_ACCESSIBLE,
        "table %s of %s cannot be read (%s): check the disk"
            .formatted(table.table.name(), disk.describe(), cause.getMessage()),
        cause);
  }

  @Override
  public StorageException missing(MissingRange missingRange) {
    return damagedRange(
        "%s is damaged at offset %d".formatted(missingRange.file(), missingRange.offset()));
  }

  private StorageException damagedRange(String what) {
    return new StorageException(
        Reason.DAMAGED,
        "%s in %s: what it held is missing here until it is repaired from a replica"
            .formatted(what, disk.describe()));
  }
}
