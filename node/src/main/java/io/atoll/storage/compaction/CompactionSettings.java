package io.atoll.storage.compaction;

import io.atoll.storage.table.Compression;
import io.atoll.storage.table.TableSettings;

/**
 * The shape that compaction strives for, and how jobs go about it.
 *
 * @param tierWidth runs of about one density are compacted when there are so many
 * @param bottomShare everything is compacted into the oldest run when what lies over it is more
 *     than this share of it: the space that superseded states may take
 * @param flushBytes about how long the table of a full memtable is: the lowest tier
 * @param targetTableBytes outputs are cut at the next border of an arc behind this length
 * @param maxJobBytes a part of the ring that holds more is compacted with the older only in smaller
 *     parts
 * @param arcs how many arcs the ring has, a power of two; no table needs to be cut finer
 * @param sliceBytes about how much of its inputs a job reads in one step
 * @param tables how tables are written
 * @param bottomCompression of tables beneath which nothing lies
 */
public record CompactionSettings(
    int tierWidth,
    double bottomShare,
    long flushBytes,
    long targetTableBytes,
    long maxJobBytes,
    int arcs,
    long sliceBytes,
    TableSettings tables,
    Compression bottomCompression) {
  public CompactionSettings {
    require(tierWidth >= 2 && tierWidth <= 32, "tierWidth", tierWidth, "from 2 to 32");
    require(bottomShare > 0, "bottomShare", bottomShare, "above 0");
    require(flushBytes > 0, "flushBytes", flushBytes, "above 0");
    require(targetTableBytes > 0, "targetTableBytes", targetTableBytes, "above 0");
    require(maxJobBytes > 0, "maxJobBytes", maxJobBytes, "above 0");
    require(Integer.bitCount(arcs) == 1 && arcs > 0, "arcs", arcs, "a power of two");
    require(sliceBytes > 0, "sliceBytes", sliceBytes, "above 0");
  }

  /** For memtables that become tables of 16 MiB or so, and 4096 arcs. */
  public static CompactionSettings defaults() {
    return new CompactionSettings(
        4,
        0.75,
        16L << 20,
        64L << 20,
        1L << 30,
        4096,
        1L << 20,
        TableSettings.defaults(),
        Compression.LZ4);
  }

  /** The same for other memtables. */
  public CompactionSettings withFlushBytes(long other) {
    return new CompactionSettings(
        tierWidth,
        bottomShare,
        other,
        targetTableBytes,
        maxJobBytes,
        arcs,
        sliceBytes,
        tables,
        bottomCompression);
  }

  /** The same with another shape. */
  public CompactionSettings withShape(int otherWidth, double otherShare) {
    return new CompactionSettings(
        otherWidth,
        otherShare,
        flushBytes,
        targetTableBytes,
        maxJobBytes,
        arcs,
        sliceBytes,
        tables,
        bottomCompression);
  }

  /** The same with other sizes of tables and jobs. */
  public CompactionSettings withSizes(long otherTableBytes, long otherJobBytes, long otherSlice) {
    return new CompactionSettings(
        tierWidth,
        bottomShare,
        flushBytes,
        otherTableBytes,
        otherJobBytes,
        arcs,
        otherSlice,
        tables,
        bottomCompression);
  }

  /** The same for a ring of so many arcs. */
  public CompactionSettings withArcs(int other) {
    return new CompactionSettings(
        tierWidth,
        bottomShare,
        flushBytes,
        targetTableBytes,
        maxJobBytes,
        other,
        sliceBytes,
        tables,
        bottomCompression);
  }

  /** The same with tables written in another way. */
  public CompactionSettings withTables(TableSettings other, Compression bottom) {
    return new CompactionSettings(
        tierWidth,
        bottomShare,
        flushBytes,
        targetTableBytes,
        maxJobBytes,
        arcs,
        sliceBytes,
        other,
        bottom);
  }

  /** How often the ring can be halved until its parts are arcs. */
  int arcDepth() {
    return Integer.numberOfTrailingZeros(arcs);
  }

  private static void require(boolean holds, String field, Object value, String right) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s: it must be %s".formatted(field, value, right));
    }
  }
}
