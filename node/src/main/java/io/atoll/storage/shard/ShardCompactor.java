package io.atoll.storage.shard;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.ring.TokenRange;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.compaction.CompactionJob;
import io.atoll.storage.compaction.CompactionPlan;
import io.atoll.storage.compaction.CompactionPlanner;
import io.atoll.storage.compaction.CompactionSettings;
import io.atoll.storage.compaction.JobOutcome;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.ShardState;
import io.atoll.storage.manifest.TableMeta;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.read.ShardMemory;
import io.atoll.storage.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the tables of one shard in shape: plans a compaction, has it done slice by slice on the
 * compaction worker, and puts the result into the manifest. One at a time. Belongs to the shard's
 * loop; a job to the worker while it steps.
 *
 * <p>While reads meet few tables, the worker rests between two slices for as long as the last one
 * took, so that what is not urgent leaves half of a core to others.
 */
public final class ShardCompactor {
  /** Reads that meet more tables than this slow writes down. */
  private static final int TOLERATED_DEPTH = 40;

  /** Below this share of it, compaction is not urgent. */
  private static final double URGENT_SHARE = 0.3;

  private static final long NS_PER_MS = 1_000_000;

  private final int shard;
  private final Loop loop;
  private final StorageSettings settings;
  private final EngineParts parts;
  private final ShardTables tables;
  private final ShardMemory memory;
  private final CompactionSettings shape;
  private final CompactionPlanner planner;

  private final Listener listener;

  private boolean asking;
  private boolean running;
  private boolean stopped;
  private IOException failure;
  private long compactions;
  private long readBytes;
  private long writtenBytes;
  // Of the last plan; the worker's.
  private volatile int readDepth;
  private volatile long debtBytes;

  /** Told on the loop what a compaction changed, once that can be seen. */
  interface Listener {
    /** It met damage that nobody had met. */
    void lost(MissingRange missing);

    /** It is about to leave out states: what number the manifest notes that by. */
    long doubt();

    /** It left out states of a range, by the retention rule; the manifest has noted it. */
    void purged(int keyspaceId, TokenRange tokens, long doubt);
  }

  ShardCompactor(
      int shard,
      Loop loop,
      StorageSettings settings,
      EngineParts parts,
      ShardTables tables,
      ShardMemory memory,
      Listener listener) {
    this.shard = shard;
    this.loop = loop;
    this.settings = settings;
    this.parts = parts;
    this.tables = tables;
    this.memory = memory;
    this.listener = listener;
    // A memtable compresses to about a half of the memory that it took.
    this.shape =
        settings
            .compaction()
            .with(
                settings
                    .compaction()
                    .sizes()
                    .withFlushBytes(Math.max(1, settings.shards().rotateBytes() / 2)));
    this.planner = new CompactionPlanner(shape);
  }

  /**
   * The tables have changed: compacts some if that is called for. Looking for a plan takes time
   * where tables are many, so the worker does it.
   */
  public void consider() {
    if (!stopped && !asking && !running) {
      asking = true;
      parts.background().compactionSlots().take(() -> loop.execute(this::granted));
    }
  }

  /** Begins nothing any more. */
  void stop() {
    stopped = true;
  }

  /** Tables that a read meets in the worst place, as a share of what is tolerated. */
  double depthShare() {
    return (double) readDepth / TOLERATED_DEPTH;
  }

  /** Tables that a read meets in the worst place. */
  int readDepth() {
    return readDepth;
  }

  long compactions() {
    return compactions;
  }

  long readBytes() {
    return readBytes;
  }

  long writtenBytes() {
    return writtenBytes;
  }

  /** Bytes of files that are still to be read and rewritten, as of the last change. */
  long debtBytes() {
    return debtBytes;
  }

  /** Why the last compaction failed; null when it did not. */
  IOException failure() {
    return failure;
  }

  private void granted() {
    asking = false;
    if (stopped) {
      parts.background().compactionSlots().give();
      return;
    }
    running = true;
    ShardState state = tables.newestState();
    parts
        .background()
        .compactionWorker()
        .execute(
            () -> {
              try {
                measure(state);
                Optional<CompactionPlan> plan = nextPlan(state);
                loop.execute(() -> planned(state, plan));
              } catch (Throwable e) {
                IOException cause = FatalError.asFailure(e);
                loop.execute(() -> failed(cause, List.of()));
              }
            });
  }

  /** The state may have changed meanwhile, but only this takes tables away. */
  private void planned(ShardState state, Optional<CompactionPlan> plan) {
    if (plan.isPresent() && areThere(plan.get()) && !stopped) {
      begin(plan.get());
      return;
    }
    if (!stopped && hidesTables(tables.newestState())) {
      tables
          .change(this::withoutHidden, List.of())
          .onComplete(
              done -> {
                ended(List.of());
                consider();
              });
      return;
    }
    ended(List.of());
    if (!tables.newestState().equals(state)) {
      consider();
    }
  }

  /** Whether its inputs can be read by now; whoever makes a table durable has this consider it. */
  private boolean areThere(CompactionPlan plan) {
    return plan.numbers().stream().allMatch(number -> tables.table(number) != null);
  }

  /** Whether there are tables of which everything was dropped: they can go without a compaction. */
  private static boolean hidesTables(ShardState state) {
    return !state.withoutHiddenTables(Set.of()).tables().isEmpty();
  }

  private ShardState withoutHidden(ShardState state) {
    return state
        .withoutHiddenTables(Set.of())
        .state()
        .withoutNeedlessRangeTombstones(memory.oldestSequence());
  }

  private void measure(ShardState state) {
    int depth = 0;
    long debt = 0;
    for (int keyspaceId : keyspaces(state)) {
      List<TableMeta> ofKeyspace = state.tables(keyspaceId);
      depth = Math.max(depth, CompactionPlanner.readDepth(ofKeyspace));
      debt += planner.debtBytes(ofKeyspace);
    }
    readDepth = depth;
    debtBytes = debt;
  }

  private static Set<Integer> keyspaces(ShardState state) {
    Set<Integer> ids = new TreeSet<>();
    state.tables().forEach(table -> ids.add(table.keyspaceId()));
    return ids;
  }

  private Optional<CompactionPlan> nextPlan(ShardState state) {
    return rescue(state)
        .or(
            () ->
                keyspaces(state).stream()
                    .flatMap(id -> planner.next(state.tables(id), List.of()).stream())
                    .findFirst());
  }

  /**
   * A table with a damaged block is rewritten without it, by itself: until then whoever reads there
   * meets the damage anew, also after the range was repaired.
   */
  private Optional<CompactionPlan> rescue(ShardState state) {
    Set<String> files = new HashSet<>();
    state.missingRanges().forEach(missingRange -> files.add(missingRange.file()));
    return state.tables().stream()
        .filter(table -> files.contains(ShardTables.fileName(shard, table.number())))
        .findFirst()
        .map(table -> CompactionPlan.rewriting(table, state.tables(table.keyspaceId())));
  }

  private void begin(CompactionPlan plan) {
    List<LiveTable> inputs = new ArrayList<>();
    for (TableMeta meta : plan.inputs()) {
      LiveTable input = tables.table(meta.number());
      input.pin();
      inputs.add(input);
    }
    ShardState state = tables.state();
    List<Table> opened = inputs.stream().map(input -> input.table).toList();
    CompactionJob job =
        new CompactionJob(
            parts.disk(),
            shard,
            plan,
            opened,
            state.rangeTombstones(),
            state.missingRanges(),
            shape,
            settings.tables(),
            tables::takeNumber);
    step(job, inputs);
  }

  private void step(CompactionJob job, List<LiveTable> inputs) {
    parts
        .background()
        .compactionWorker()
        .execute(
            () -> {
              long begun = parts.background().clock().nanos();
              if (job.step()) {
                long tookNs = parts.background().clock().nanos() - begun;
                loop.execute(() -> goOn(job, inputs, tookNs));
              } else {
                finish(job, inputs);
              }
            });
  }

  private void goOn(CompactionJob job, List<LiveTable> inputs, long tookNs) {
    if (stopped) {
      parts.background().compactionWorker().execute(job::cancel);
      ended(inputs);
    } else if (depthShare() < URGENT_SHARE && tookNs >= NS_PER_MS) {
      loop.after(tookNs / NS_PER_MS, () -> step(job, inputs));
    } else {
      step(job, inputs);
    }
  }

  /** Opens what was written; on the worker. */
  private void finish(CompactionJob job, List<LiveTable> inputs) {
    JobOutcome outcome = job.outcome();
    List<LiveTable> outputs = new ArrayList<>();
    try {
      if (outcome instanceof JobOutcome.Compacted done) {
        for (TableMeta meta : done.outputs()) {
          outputs.add(TableFile.open(parts.disk(), shard, meta));
        }
      }
    } catch (Throwable e) {
      IOException cause = FatalError.asFailure(e);
      outputs.forEach(output -> TableFile.discard(parts.disk(), shard, output));
      loop.execute(() -> failed(cause, inputs));
      return;
    }
    loop.execute(
        () -> {
          switch (outcome) {
            case JobOutcome.Compacted done -> install(job, done, inputs, outputs);
            case JobOutcome.Failed failed -> failed(failed.cause(), inputs);
            case JobOutcome.Cancelled cancelled -> ended(inputs);
          }
        });
  }

  private void install(
      CompactionJob job,
      JobOutcome.Compacted done,
      List<LiveTable> inputs,
      List<LiveTable> outputs) {
    done.damagedNumbers().forEach(tables::keepFile);
    List<MissingRange> lost =
        done.missingRanges().stream().filter(met -> !tables.newestState().says(met)).toList();
    int keyspaceId = job.plan().keyspaceId();
    long doubt = done.purged().isEmpty() ? 0 : listener.doubt();
    tables
        .change(
            state -> {
              ShardState compacted =
                  state.compacted(job.plan().numbers(), done.outputs(), done.missingRanges());
              for (TokenRange purged : done.purged()) {
                compacted = compacted.doubting(doubt, keyspaceId, purged);
              }
              return withoutHidden(compacted);
            },
            outputs,
            () -> {
              lost.forEach(listener::lost);
              done.purged().forEach(purged -> listener.purged(keyspaceId, purged, doubt));
            })
        .onSuccess(
            durable -> {
              failure = null;
              compactions++;
              readBytes += job.plan().inputBytes();
              outputs.forEach(output -> writtenBytes += output.meta.sizeBytes());
              ended(inputs);
              consider();
            });
  }

  private void failed(IOException cause, List<LiveTable> inputs) {
    failure = cause;
    ended(inputs);
    loop.after(settings.log().retryMs(), this::consider);
  }

  private void ended(List<LiveTable> inputs) {
    inputs.forEach(LiveTable::unpin);
    running = false;
    parts.background().compactionSlots().give();
  }
}
