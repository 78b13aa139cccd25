package io.atoll.storage.compaction;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.TableMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What compaction costs, from sizes alone: a set of keys first grows, flush by flush, then its keys
 * are overwritten at random. A table is which share of the keys of its part of the ring it has;
 * what two tables have together follows from their shares. {@link #main} prints the table that the
 * decisions quote.
 */
final class ShapeSimulation {
  private static final double RING = 0x1p64;

  /**
   * What was measured over a phase.
   *
   * @param write bytes written, flushes included, per byte flushed
   * @param meanDepth runs that a read may meet, on average after each flush and its jobs
   * @param space bytes on the disk at most, per byte of the newest states
   * @param largestJobBytes what the largest job read
   */
  record Cost(double write, double meanDepth, int maxDepth, double space, long largestJobBytes) {}

  private final CompactionSettings settings;
  private final CompactionPlanner planner;
  private final List<TableMeta> tables = new ArrayList<>();

  /** Per table, the share of the keys in its range. */
  private final Map<Long, Double> coverage = new HashMap<>();

  private double keyBytes;
  private boolean growing = true;
  private long number;
  private long sequence;
  private long written;
  private long largestJobBytes;

  ShapeSimulation(CompactionSettings settings) {
    this.settings = settings;
    this.planner = new CompactionPlanner(settings);
  }

  /** New keys only. */
  Cost grow(int flushes) {
    growing = true;
    return run(flushes);
  }

  /** Keys that are there already, each as likely as any other. */
  Cost overwrite(int flushes) {
    growing = false;
    return run(flushes);
  }

  List<TableMeta> tables() {
    return tables;
  }

  private Cost run(int flushes) {
    written = 0;
    largestJobBytes = 0;
    double depths = 0;
    int maxDepth = 0;
    double space = 0;
    for (int i = 0; i < flushes; i++) {
      flush();
      compact();
      int depth = CompactionPlanner.readDepth(tables);
      depths += depth;
      maxDepth = Math.max(maxDepth, depth);
      space = Math.max(space, Overlap.sizeBytes(tables) / keyBytes);
    }
    double flushed = (double) flushes * settings.sizes().flushBytes();
    return new Cost(written / flushed, depths / flushes, maxDepth, space, largestJobBytes);
  }

  private void flush() {
    long bytes = settings.sizes().flushBytes();
    if (growing) {
      double before = keyBytes;
      keyBytes += bytes;
      coverage.replaceAll((table, share) -> share * before / keyBytes);
    }
    sequence++;
    double share = growing ? bytes / keyBytes : 1 - Math.exp(-bytes / keyBytes);
    add(0, -1, sequence, sequence, share);
    written += bytes;
  }

  private void compact() {
    for (Optional<CompactionPlan> plan = planner.next(tables, List.of());
        plan.isPresent();
        plan = planner.next(tables, List.of())) {
      carryOut(plan.get());
    }
  }

  private void carryOut(CompactionPlan plan) {
    tables.removeAll(plan.inputs());
    largestJobBytes = Math.max(largestJobBytes, plan.inputBytes());
    for (TableMeta output : Outline.of(plan, settings, Long.MAX_VALUE / 2)) {
      double share = union(plan.inputs(), output.tokens().from(), output.tokens().last());
      written +=
          add(
              output.tokens().from(),
              output.tokens().last(),
              plan.hull().minSequence(),
              plan.hull().maxSequence(),
              share);
    }
    plan.inputs().forEach(input -> coverage.remove(input.number()));
  }

  private long add(long first, long last, long minSequence, long maxSequence, double share) {
    long bytes = Math.max(1, Math.round(share * keyBytes * TokenRange.closed(first, last).share()));
    tables.add(
        new TableMeta(
            ++number,
            1,
            minSequence,
            maxSequence,
            TokenRange.closed(first, last),
            bytes,
            0,
            bytes,
            bytes));
    coverage.put(number, share);
    return bytes;
  }

  /** The share of the keys of a range that any of the tables has. */
  private double union(List<TableMeta> inputs, long first, long last) {
    TreeSet<Double> borders = new TreeSet<>(List.of(place(first), place(last) + 1 / RING));
    for (TableMeta input : inputs) {
      borders.add(Math.clamp(place(input.tokens().from()), borders.first(), borders.last()));
      borders.add(
          Math.clamp(place(input.tokens().last()) + 1 / RING, borders.first(), borders.last()));
    }
    double covered = 0;
    double from = borders.first();
    for (double to : borders.tailSet(from, false)) {
      double middle = (from + to) / 2;
      double absent = 1;
      double sum = 0;
      for (TableMeta input : inputs) {
        if (place(input.tokens().from()) <= middle
            && middle <= place(input.tokens().last()) + 1 / RING) {
          absent *= 1 - coverage.get(input.number());
          sum += coverage.get(input.number());
        }
      }
      covered += (to - from) * (growing ? Math.min(1, sum) : 1 - absent);
      from = to;
    }
    return covered / (borders.last() - borders.first());
  }

  private static double place(long token) {
    return ((token >>> 1) * 2.0 + (token & 1)) / RING;
  }

  /** Levels with a fixed fan-out below four flushed tables, as LevelDB and RocksDB have them. */
  static Cost levelled(int fanOut, int size, int flushes) {
    double n = size;
    double[] level = new double[8];
    int files = 0;
    int bottom = 1;
    double target = 4;
    while (target < n) {
      bottom++;
      target *= fanOut;
    }
    level[bottom] = 1;
    double fill = 4;
    for (int i = 1; i < bottom; i++, fill *= fanOut) {
      level[i] = Math.min(1, fill / n);
    }
    double written = 0;
    double depths = 0;
    int maxDepth = 0;
    double space = 0;
    for (int f = 0; f < flushes; f++) {
      written += 1;
      files++;
      level[0] = 1 - (1 - level[0]) * Math.exp(-1 / n);
      if (files == 4) {
        level[1] = 1 - (1 - level[1]) * (1 - level[0]);
        written += level[1] * n;
        files = 0;
        level[0] = 0;
      }
      double limit = 4;
      for (int i = 1; i < bottom; i++, limit *= fanOut) {
        double excess = level[i] * n - limit;
        if (excess > 0) {
          double part = excess / (level[i] * n);
          double merged = 1 - (1 - level[i + 1]) * (1 - level[i]);
          written += part * merged * n;
          level[i + 1] += part * (merged - level[i + 1]);
          level[i] *= 1 - part;
        }
      }
      double sum = files;
      for (int i = 1; i <= bottom; i++) {
        sum += level[i] * n;
      }
      space = Math.max(space, sum / n);
      depths += files + bottom;
      maxDepth = Math.max(maxDepth, files + bottom);
    }
    return new Cost(written / flushes, depths / flushes, maxDepth, space, 0);
  }

  /** Prints the table. */
  public static void main(String[] args) {
    CompactionSettings base = CompactionSettings.DEFAULT;
    for (int size : new int[] {10, 50, 500}) {
      for (int fanOut : new int[] {10, 4}) {
        print("levelled " + fanOut, size, null, levelled(fanOut, size, size * 4));
      }
      for (int width : new int[] {3, 4, 6, 8}) {
        for (double share : new double[] {0.33, 0.5, 0.75, 1, 1e9}) {
          ShapeSimulation simulation =
              new ShapeSimulation(base.with(new CompactionSettings.Shape(width, share)));
          Cost growth = simulation.grow(size);
          print(
              "tiered %d, over the oldest at most %.2f".formatted(width, Math.min(share, 99)),
              size,
              growth,
              simulation.overwrite(size * 4));
        }
      }
    }
  }

  @SuppressWarnings("SystemOut")
  private static void print(String name, int size, Cost growth, Cost cost) {
    System.out.printf(
        Locale.ROOT,
        "%4dx %-40s grow write %5.1f | overwrite write %5.1f depth %5.1f max %3d space %5.2f job"
            + " %5d MiB%n",
        size,
        name,
        growth == null ? Double.NaN : growth.write(),
        cost.write(),
        cost.meanDepth(),
        cost.maxDepth(),
        cost.space(),
        cost.largestJobBytes() >> 20);
  }
}
