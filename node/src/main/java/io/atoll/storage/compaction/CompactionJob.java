package io.atoll.storage.compaction;

import io.atoll.env.Disk;
import io.atoll.env.FatalError;
import io.atoll.env.Invariant;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.merge.MergeCursor;
import io.atoll.storage.table.DamagedTableException;
import io.atoll.storage.table.Table;
import io.atoll.storage.table.TableSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Carries out one plan in steps, so that the caller paces it and can cancel it between them.
 * Blocking; belongs to one worker at a time. Nothing that it does counts before its outputs are in
 * the manifest: whatever happens until then, the inputs are what they were.
 *
 * <p>A damaged block of an input becomes a missing range and the job goes on behind it. Its
 * sequence number is that of the outputs, because they no longer tell which of their entries are
 * newer than what was lost.
 */
public final class CompactionJob {
  private final CompactionPlan plan;
  private final Hull hull;
  private final long sliceBytes;
  private final List<RunCursor> runs = new ArrayList<>();
  private final MergeCursor<RunCursor> merge;
  private final RetentionFilter filter;
  private final JobOutput output;
  private final BottomRanges bottom;
  private final List<MissingRange> missingRanges = new ArrayList<>();
  private final Set<Long> damaged = new HashSet<>();
  private final PurgedTokens purged;
  private JobOutcome outcome;

  /**
   * A job that has read and written nothing yet.
   *
   * @param inputs the plan's tables, opened; they stay open
   * @param rangeTombstones of the shard, all that were known when its state was taken
   * @param missingRanges of the shard, likewise
   * @param settings its retention rule is called on the worker
   * @param numbers gives each output its number; called on the worker
   */
  public CompactionJob(
      Disk disk,
      int shard,
      CompactionPlan plan,
      List<Table> inputs,
      List<RangeTombstone> rangeTombstones,
      List<MissingRange> missingRanges,
      CompactionSettings settings,
      TableSettings tables,
      LongSupplier numbers) {
    this.plan = plan;
    this.hull = plan.hull();
    this.sliceBytes = settings.sizes().sliceBytes();
    this.output = new JobOutput(disk, shard, plan, settings, tables, numbers);
    this.bottom = new BottomRanges(plan, missingRanges);
    this.purged = PurgedTokens.by(settings.retention());
    Map<Long, Table> opened = new HashMap<>();
    inputs.forEach(table -> opened.put(table.number(), table));
    Invariant.check(opened.keySet().equals(plan.numbers()), "a job opens what its plan names");
    for (List<TableMeta> run : Overlap.runs(plan.inputs())) {
      List<RunCursor.Input> runInputs =
          run.stream()
              .map(meta -> new RunCursor.Input(opened.get(meta.number()), meta.maxSequence()))
              .toList();
      RunCursor cursor =
          new RunCursor(plan.keyspaceId(), runs.size(), runInputs, rangeTombstones, this::onDamage);
      runs.add(cursor);
    }
    this.merge = new MergeCursor<>(runs.toArray(RunCursor[]::new));
    this.filter = new RetentionFilter(plan.keyspaceId(), bottom, purged.asked());
  }

  /** What it carries out. */
  public CompactionPlan plan() {
    return plan;
  }

  /**
   * Goes on for about a slice of input.
   *
   * @return false once there is an {@link #outcome}
   */
  public boolean step() {
    if (outcome != null) {
      return false;
    }
    try {
      long goal = readBytes() + sliceBytes;
      int unchecked = 0;
      while (merge.next()) {
        RunCursor newest = merge.current();
        if (filter.keeps(newest)) {
          output.add(newest);
        }
        if ((++unchecked & 15) == 0 && readBytes() >= goal) {
          return true;
        }
      }
      outcome = new JobOutcome.Compacted(output.finish(), missingRanges, damaged, purged.ranges());
    } catch (Throwable e) {
      IOException failure = FatalError.asFailure(e);
      output.discard();
      outcome = new JobOutcome.Failed(failure);
    }
    return false;
  }

  /** Gives up, unless it has ended: what was written is deleted. */
  public void cancel() {
    if (outcome == null) {
      output.discard();
      outcome = new JobOutcome.Cancelled();
    }
  }

  /** How it ended; null while it goes on. */
  public JobOutcome outcome() {
    return outcome;
  }

  /** Bytes of keys and values that were read so far. */
  public long readBytes() {
    long bytes = 0;
    for (RunCursor run : runs) {
      bytes += run.readBytes();
    }
    return bytes;
  }

  private void onDamage(Table table, DamagedTableException damage) {
    MissingRange missingRange =
        new MissingRange(
            plan.keyspaceId(), damage.tokens(), hull.maxSequence(), damage.file(), damage.offset());
    missingRanges.add(missingRange);
    bottom.add(missingRange);
    damaged.add(table.number());
  }
}
