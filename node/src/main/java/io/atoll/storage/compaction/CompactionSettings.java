package io.atoll.storage.compaction;

import io.atoll.env.Require;
import io.atoll.storage.table.Compression;

/**
 * The shape that compaction strives for, and how jobs go about it.
 *
 * @param arcs how many arcs the ring has, a power of two; no table needs to be cut finer
 * @param bottomCompression of tables beneath which nothing lies
 * @param retention says which newest states need not be kept
 */
public record CompactionSettings(
    Shape shape, Sizes sizes, int arcs, Compression bottomCompression, RetentionRule retention) {
  /** For memtables that become tables of 16 MiB or so, and 4096 arcs. */
  public static final CompactionSettings DEFAULT =
      new CompactionSettings(
          new Shape(4, 0.75),
          new Sizes(16L << 20, 64L << 20, 1L << 30, 1L << 20),
          4096,
          Compression.LZ4,
          RetentionRule.KEEP_ALL);

  /**
   * When there is something to be compacted.
   *
   * @param tierWidth runs of about one density are compacted when there are so many
   * @param bottomShare everything is compacted into the oldest run when what lies over it is more
   *     than this share of it: the space that superseded states may take
   */
  public record Shape(int tierWidth, double bottomShare) {
    public Shape {
      Require.between(2, 32, "shape.tierWidth", tierWidth);
      Require.that(bottomShare > 0, "shape.bottomShare", bottomShare, "above 0");
    }
  }

  /**
   * How much at a time.
   *
   * @param flushBytes about how long the table of a full memtable is: the lowest tier
   * @param targetTableBytes outputs are cut at the next border of an arc behind this length
   * @param maxJobBytes a part of the ring that holds more is compacted with the older only in
   *     smaller parts
   * @param sliceBytes about how much of its inputs a job reads in one step
   */
  public record Sizes(long flushBytes, long targetTableBytes, long maxJobBytes, long sliceBytes) {
    public Sizes {
      Require.atLeast(1, "sizes.flushBytes", flushBytes);
      Require.atLeast(1, "sizes.targetTableBytes", targetTableBytes);
      Require.atLeast(1, "sizes.maxJobBytes", maxJobBytes);
      Require.atLeast(1, "sizes.sliceBytes", sliceBytes);
    }

    public Sizes withFlushBytes(long other) {
      return new Sizes(other, targetTableBytes, maxJobBytes, sliceBytes);
    }
  }

  public CompactionSettings {
    Require.that(Integer.bitCount(arcs) == 1 && arcs > 0, "arcs", arcs, "a power of two");
  }

  public CompactionSettings with(Shape other) {
    return new CompactionSettings(other, sizes, arcs, bottomCompression, retention);
  }

  public CompactionSettings with(Sizes other) {
    return new CompactionSettings(shape, other, arcs, bottomCompression, retention);
  }

  public CompactionSettings withArcs(int other) {
    return new CompactionSettings(shape, sizes, other, bottomCompression, retention);
  }

  /** How often the ring can be halved until its parts are arcs. */
  int arcDepth() {
    return Integer.numberOfTrailingZeros(arcs);
  }
}
