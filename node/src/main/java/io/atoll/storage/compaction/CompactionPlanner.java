package io.atoll.storage.compaction;

import io.atoll.storage.manifest.TableMeta;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says which tables are to be compacted next. Pure: the same tables and the same jobs under way
 * give the same answer. Each function takes the tables of one keyspace of one shard.
 *
 * <p>Tables that overlap form runs, from the newest to the oldest. Runs of about the same density
 * (bytes per share of the ring) are compacted when there are {@code tierWidth} of them, and become
 * one that is so many times denser: each byte is rewritten once per tier (O'Neil and others, "The
 * log-structured merge-tree", stepped merge). Superseded states can only be as many as what lies
 * over the oldest run, so everything is compacted into that one when the rest exceeds a share of it
 * (RocksDB's universal compaction bounds space in the same way).
 *
 * <p>No job may be too large, and tokens are hashes. So the ring is halved again and again, as
 * Cassandra's unified strategy does with the shards of a level, until a part holds no more than
 * {@code maxJobBytes}; only there are runs compacted into the oldest. In parts that hold more,
 * tables that cross the middle are compacted with each other alone, and what comes out is cut so
 * that it lies in smaller parts. Small tables move down that way tier by tier; parts are
 * independent of each other and can be compacted at the same time.
 *
 * <p>Inputs have neighbouring sequence numbers wherever they overlap anything: a table that would
 * lie between is taken along, and when a job under way has it, there is nothing to be done yet.
 */
public final class CompactionPlanner {
  /** Runs in one part, in tiers, that are always too many. */
  private static final int MAX_TIERS = 4;

  /** Ends the walk of {@link #debtBytes}; far beyond what any tree of tables needs. */
  private static final int MAX_STEPS = 1000;

  private final CompactionSettings settings;

  public CompactionPlanner(CompactionSettings settings) {
    this.settings = settings;
  }

  /**
   * The next job.
   *
   * @param tables of one keyspace, all of them, in any order
   * @param running plans of that keyspace that are being carried out
   * @return empty when the shape is right, or will be once those are done
   */
  public Optional<CompactionPlan> next(List<TableMeta> tables, Collection<CompactionPlan> running) {
    return tables.isEmpty()
        ? Optional.empty()
        : new Search(settings, tables, running).in(Slice.RING, Overlap.byAge(tables));
  }

  /** How many bytes must be read and rewritten until the shape is right, if nothing is flushed. */
  public long debtBytes(List<TableMeta> tables) {
    List<TableMeta> virtual = new ArrayList<>(tables);
    long number = tables.stream().mapToLong(TableMeta::number).max().orElse(0);
    long debt = 0;
    for (int step = 0; step < MAX_STEPS; step++) {
      Optional<CompactionPlan> plan = next(virtual, List.of());
      if (plan.isEmpty()) {
        break;
      }
      debt += plan.get().inputBytes();
      virtual.removeAll(plan.get().inputs());
      List<TableMeta> outputs = Outline.of(plan.get(), settings, number);
      number += outputs.size();
      virtual.addAll(outputs);
    }
    return debt;
  }

  /** How many tables a read may meet at most. */
  public static int readDepth(List<TableMeta> tables) {
    return Overlap.runs(tables).size();
  }

  /** One search through the ring's parts. */
  private static final class Search {
    private final CompactionSettings settings;
    private final List<TableMeta> tables;
    private final List<Hull> running;
    private final Set<Long> busy = new HashSet<>();

    Search(
        CompactionSettings settings, List<TableMeta> tables, Collection<CompactionPlan> running) {
      this.settings = settings;
      this.tables = tables;
      this.running = running.stream().map(CompactionPlan::hull).toList();
      running.forEach(plan -> busy.addAll(plan.numbers()));
    }

    /**
     * @param inside the tables that lie in the slice altogether
     */
    Optional<CompactionPlan> in(Slice slice, List<TableMeta> inside) {
      if (inside.isEmpty()) {
        return Optional.empty();
      }
      if (slice.depth() >= settings.arcDepth()
          || Overlap.sizeBytes(inside) <= settings.sizes().maxJobBytes()) {
        return inWhole(slice, inside);
      }
      List<TableMeta> left = inside.stream().filter(slice.left()::contains).toList();
      List<TableMeta> right = inside.stream().filter(slice.right()::contains).toList();
      List<TableMeta> crossing =
          inside.stream()
              .filter(t -> !slice.left().contains(t) && !slice.right().contains(t))
              .toList();
      List<TableMeta> parts = new ArrayList<>(left);
      parts.addAll(right);
      return crossing(slice, crossing, parts)
          .or(() -> in(slice.left(), left))
          .or(() -> in(slice.right(), right));
    }

    /** A slice that one job can take as a whole. */
    private Optional<CompactionPlan> inWhole(Slice slice, List<TableMeta> inside) {
      List<List<TableMeta>> runs = Overlap.runs(inside);
      long oldest = Overlap.sizeBytes(runs.getFirst());
      long over = Overlap.sizeBytes(inside) - oldest;
      if (over > settings.shape().bottomShare() * oldest) {
        Optional<CompactionPlan> all = plan(inside, slice.depth());
        if (all.isPresent()) {
          return all;
        }
      }
      return tier(slice, runs, slice.depth());
    }

    /**
     * A slice that is too large: what crosses its middle must become tables that do not. One that
     * lies beneath smaller ones is rewritten alone, so that they can be compacted with it there.
     *
     * @param parts tables of its halves
     */
    private Optional<CompactionPlan> crossing(
        Slice slice, List<TableMeta> crossing, List<TableMeta> parts) {
      int cutDepth = slice.depth() + Math.max(1, log2(settings.shape().tierWidth()));
      for (TableMeta table : crossing) {
        boolean beneath =
            parts.stream()
                .anyMatch(
                    part ->
                        part.minSequence() > table.maxSequence() && Overlap.inTokens(part, table));
        if (beneath) {
          Optional<CompactionPlan> alone = plan(List.of(table), cutDepth);
          if (alone.isPresent()) {
            return alone;
          }
        }
      }
      return tier(slice, Overlap.runs(crossing), cutDepth);
    }

    /** Enough runs of one density, with none that is denser between them; the least dense first. */
    private Optional<CompactionPlan> tier(Slice slice, List<List<TableMeta>> runs, int cutDepth) {
      int[] tiers = runs.stream().mapToInt(run -> tierOf(slice, run)).toArray();
      int highest = java.util.Arrays.stream(tiers).max().orElse(0);
      for (int tier = 0; tier <= highest; tier++) {
        int first = -1;
        int last = -1;
        int count = 0;
        for (int i = 0; i <= tiers.length; i++) {
          if (i < tiers.length && tiers[i] < tier) {
            continue;
          }
          if (i < tiers.length && tiers[i] == tier) {
            first = count++ == 0 ? i : first;
            last = i;
            continue;
          }
          Optional<CompactionPlan> plan =
              count >= settings.shape().tierWidth()
                  ? plan(runs, first, last, cutDepth)
                  : Optional.empty();
          if (plan.isPresent()) {
            return plan;
          }
          count = 0;
        }
      }
      return runs.size() > MAX_TIERS * settings.shape().tierWidth()
          ? smallest(runs, cutDepth)
          : Optional.empty();
    }

    /** The neighbours that cost least. */
    private Optional<CompactionPlan> smallest(List<List<TableMeta>> runs, int cutDepth) {
      int width = settings.shape().tierWidth();
      int best = 0;
      long bestBytes = Long.MAX_VALUE;
      for (int i = 0; i + width <= runs.size(); i++) {
        long bytes = runs.subList(i, i + width).stream().mapToLong(Overlap::sizeBytes).sum();
        if (bytes < bestBytes) {
          bestBytes = bytes;
          best = i;
        }
      }
      return plan(runs, best, best + width - 1, cutDepth);
    }

    private Optional<CompactionPlan> plan(
        List<List<TableMeta>> runs, int first, int last, int cutDepth) {
      return plan(runs.subList(first, last + 1).stream().flatMap(List::stream).toList(), cutDepth);
    }

    /** The tables with all that would come to lie between them; none when a job has any of it. */
    private Optional<CompactionPlan> plan(List<TableMeta> chosen, int leastCutDepth) {
      Set<TableMeta> inputs = new LinkedHashSet<>(chosen);
      Hull hull = Hull.of(chosen);
      while (inputs.addAll(tables.stream().filter(hull::meets).toList())) {
        hull = Hull.of(List.copyOf(inputs));
      }
      if (inputs.stream().anyMatch(t -> busy.contains(t.number()))
          || running.stream().anyMatch(hull::meets)) {
        return Optional.empty();
      }
      Hull whole = hull;
      List<TableMeta> beneath =
          tables.stream()
              .filter(t -> t.maxSequence() < whole.minSequence() && whole.overlaps(t))
              .toList();
      List<TableMeta> all = List.copyOf(inputs);
      int cutDepth = Math.max(leastCutDepth, cutDepth(hull, Overlap.sizeBytes(all)));
      return Optional.of(
          new CompactionPlan(
              all.getFirst().keyspaceId(), all, beneath, Math.min(cutDepth, settings.arcDepth())));
    }

    /** So deep that a part holds a table of the target length, if it is not empty. */
    private int cutDepth(Hull hull, long inputBytes) {
      double density = inputBytes / hull.tokens().share();
      return Math.max(0, log2((long) (density / settings.sizes().targetTableBytes())));
    }

    /** 0 for a run of flushed tables, 1 for what {@code tierWidth} of them become, and so on. */
    private int tierOf(Slice slice, List<TableMeta> run) {
      double density = Math.scalb((double) Overlap.sizeBytes(run), slice.depth());
      double tiers =
          Math.log(density / settings.sizes().flushBytes())
              / Math.log(settings.shape().tierWidth());
      return (int) Math.max(0, Math.round(tiers));
    }

    private static int log2(long value) {
      return value <= 0 ? 0 : Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    }
  }
}
