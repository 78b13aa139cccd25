package io.atoll.storage.shard;

import io.atoll.env.Loop;
import io.atoll.ring.TokenRange;
import io.atoll.storage.RangeEstimate;
import io.atoll.storage.RangeIngest;
import io.atoll.storage.ScanRange;
import io.atoll.storage.ScanVisitor;
import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageStats;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.manifest.Account;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.memtable.Memtable;
import io.atoll.storage.read.BlockReads;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.read.Lookup;
import io.atoll.storage.read.MemtableSource;
import io.atoll.storage.read.ScanSource;
import io.atoll.storage.read.ShardMemory;
import io.atoll.storage.read.ShardMemory.Full;
import io.atoll.storage.read.ShardScan;
import io.atoll.storage.read.TableChain;
import io.atoll.storage.read.TableSet;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What one shard holds that the log has already: memtables and tables, and how the one becomes the
 * other. Belongs to the shard's loop.
 */
public final class ShardStore implements ShardFlusher.Listener {
  private final int shard;
  private final Loop loop;
  private final StorageSettings settings;
  private final EngineParts parts;
  private final ShardMemory memory;
  private final ShardTables tables;
  private final BlockReads reads;
  private final ShardFlusher flusher;
  private final ShardCompactor compactor;
  private final TableFailures failures;
  private final ShardStats stats;
  private final ShardListener listener;
  private final RangeDoubts doubts;

  /** What of this shard lies in the log before this place is in memtables or tables. */
  private LogPosition appliedTo;

  private long rotateBytes;
  private long accountedBytes;
  private long waitingBytes;
  private boolean dropped;
  private IOException flushFailure;

  /**
   * @param recovered the memtable that the log filled
   * @param end where the log ended then
   * @param listener has heard already what recovery found
   */
  public ShardStore(
      int shard,
      Loop loop,
      StorageSettings settings,
      EngineParts parts,
      Memtable recovered,
      ShardTables tables,
      BlockReads reads,
      LogPosition end,
      ShardListener listener) {
    this.shard = shard;
    this.loop = loop;
    this.settings = settings;
    this.parts = parts;
    this.memory = new ShardMemory(parts.memory().chunks(), recovered);
    this.tables = tables;
    this.reads = reads;
    this.appliedTo = end;
    this.listener = listener;
    this.doubts = new RangeDoubts(tables.state().account(), !listener.equals(ShardListener.NONE));
    this.flusher =
        new ShardFlusher(
            loop,
            parts.background().flushWorker(),
            new MemtableWriter(parts.disk(), shard, settings.tables(), tables::takeNumber),
            settings.log().retryMs(),
            memory,
            tables,
            this);
    this.compactor =
        new ShardCompactor(shard, loop, settings, parts, tables, memory, new Changes());
    this.failures = new TableFailures(parts.disk(), tables, listener, compactor::consider);
    this.stats = new ShardStats(memory, tables, reads, compactor, failures);
    // Shards fill evenly: the first time each rotates at another size, so that they take turns.
    this.rotateBytes =
        settings.shards().rotateBytes() / 2
            + settings.shards().rotateBytes() / 2 * shard / settings.shards().count();
    account();
  }

  /** A search of its own: each has the place of one that waits. */
  Lookup newLookup() {
    return new Lookup(memory, tables, reads, failures);
  }

  void put(StorageKey key, byte[] value) {
    memory.active().put(key.keyspaceId(), key.token(), key.key(), value);
  }

  /** Drops a range; the memtable is flushed soon, so that tables that are hidden now can go. */
  void drop(int keyspaceId, TokenRange tokens) {
    memory.active().drop(keyspaceId, tokens);
    dropped = true;
  }

  /** How much waits for the log now: it comes here next, and counts already. */
  void waiting(long bytes) {
    long more = bytes - waitingBytes;
    waitingBytes = bytes;
    accountedBytes += more;
    parts.memory().budget().add(more);
  }

  /**
   * All writes of this shard that lie in the log before a place have been put here.
   *
   * @param stillWaitingBytes what lies behind it, or is in no log yet
   */
  void committedTo(LogPosition end, long stillWaitingBytes) {
    appliedTo = end;
    waitingBytes = stillWaitingBytes;
    account();
    if (memory.active().usedBytes() >= rotateBytes || dropped || isPinningLongLog()) {
      dropped = false;
      rotate();
    }
  }

  private boolean isPinningLongLog() {
    return parts.log().bytes() > settings.log().maxBytes()
        && parts.log().oldestPinningShard() == shard
        && memory.full().length == 0;
  }

  /** Begins a new memtable and flushes the one so far. */
  void rotate() {
    if (!memory.active().isEmpty()) {
      rotateBytes = settings.shards().rotateBytes();
      memory.rotate(appliedTo, new Account.Statement(listener.account(), doubts.settled()));
      listener.rotated(memory.active().sequence());
      account();
      flusher.wake();
    }
  }

  public Future<Void> flush() {
    rotate();
    return flusher.whenFlushedBelow(memory.active().sequence());
  }

  Future<StorageKey> scan(ScanRange range, ScanVisitor visitor) {
    TableSet set = tables.of(range.keyspaceId());
    MissingRange missingRange = set.missingRangeIn(range.tokens());
    if (missingRange != null) {
      return Future.failedFuture(failures.missing(missingRange));
    }
    List<ScanSource> sources = new ArrayList<>();
    sources.add(new MemtableSource(memory.active(), range));
    for (Full full : memory.full()) {
      sources.add(new MemtableSource(full.memtable(), range));
    }
    sources.addAll(TableChain.of(reads, set.tables(), range));
    List<RangeTombstone> rangeTombstones = memory.rangeTombstones(range.keyspaceId());
    rangeTombstones.addAll(set.rangeTombstones());
    return new ShardScan(loop, range, visitor, sources, rangeTombstones, failures::typed).start();
  }

  List<Integer> keyspaces() {
    TreeSet<Integer> found = new TreeSet<>(tables.keyspaces());
    found.addAll(memory.active().keyspaces());
    for (Full full : memory.full()) {
      found.addAll(full.memtable().keyspaces());
    }
    return List.copyOf(found);
  }

  RangeEstimate estimate(int keyspaceId, TokenRange tokens) {
    RangeEstimate sum = memory.estimate(keyspaceId, tokens);
    for (LiveTable table : tables.of(keyspaceId).tables()) {
      sum = sum.plus(table.estimate(tokens));
    }
    return sum;
  }

  RangeIngest ingest(int keyspaceId, TokenRange tokens) {
    return new ShardIngest(shard, loop, settings, parts, this, keyspaceId, tokens);
  }

  /**
   * Whether a range holds nothing, looked at entry by entry: what indexes know is too rough to put
   * a table on top of others. Answers as of the moment at which the future completes.
   */
  Future<Boolean> isEmpty(int keyspaceId, TokenRange tokens) {
    TableSet set = tables.of(keyspaceId);
    return scan(ScanRange.of(keyspaceId, tokens), (token, key, value) -> false)
        .compose(
            found -> {
              boolean empty = found == null && memory.estimate(keyspaceId, tokens).entries() == 0;
              return empty && !set.equals(tables.of(keyspaceId))
                  ? isEmpty(keyspaceId, tokens)
                  : Future.succeededFuture(empty);
            });
  }

  /**
   * A sequence number for a table that is not flushed from memory: above those of all tables, below
   * those of all that is written from now on.
   */
  Future<Long> skipSequence() {
    rotate();
    long sequence = memory.skipSequence();
    listener.rotated(memory.active().sequence());
    return flusher.whenFlushedBelow(sequence).map(sequence);
  }

  /**
   * Adds tables that were not flushed from memory.
   *
   * @param sequence theirs
   */
  Future<Void> install(int keyspaceId, TokenRange tokens, long sequence, List<LiveTable> added) {
    long doubt = doubts.note();
    return tables
        .change(
            state -> {
              for (LiveTable table : added) {
                state = state.ingested(table.meta);
              }
              return state.doubting(doubt, keyspaceId, tokens);
            },
            added,
            () -> {
              reread(keyspaceId, tokens, doubt);
              if (!added.isEmpty()) {
                listener.flushed(sequence + 1);
              }
            })
        .onSuccess(durable -> compactor.consider());
  }

  List<MissingRange> missingRanges() {
    return tables.state().missingRanges();
  }

  Future<Void> repaired(int keyspaceId, TokenRange tokens) {
    long doubt = doubts.note();
    return tables.change(
        state -> state.withoutMissingRanges(keyspaceId, tokens).doubting(doubt, keyspaceId, tokens),
        List.of(),
        () -> reread(keyspaceId, tokens, doubt));
  }

  ShardListener listener() {
    return listener;
  }

  RangeDoubts doubts() {
    return doubts;
  }

  private void reread(int keyspaceId, TokenRange tokens, long doubt) {
    doubts.told(doubt);
    listener.reread(keyspaceId, tokens);
  }

  /** What compaction changes beside the shape of tables. */
  private final class Changes implements ShardCompactor.Listener {
    @Override
    public void lost(MissingRange missing) {
      listener.lost(missing);
    }

    @Override
    public long doubt() {
      return doubts.note();
    }

    @Override
    public void purged(int keyspaceId, TokenRange tokens, long doubt) {
      reread(keyspaceId, tokens, doubt);
    }
  }

  public ShardTables tables() {
    return tables;
  }

  public BlockReads reads() {
    return reads;
  }

  public ShardCompactor compactor() {
    return compactor;
  }

  /** How many milliseconds a write is to be answered later. */
  int writeDelayMs() {
    int delayMs = WriteThrottle.delayMs(parts.memory().budget().share(), compactor.depthShare());
    if (delayMs != 0) {
      stats.writeDelayed();
    }
    return delayMs;
  }

  /** Why writes are refused, or null. */
  StorageException refusal() {
    if (parts.memory().budget().usedBytes() < parts.memory().budget().limitBytes()) {
      return null;
    }
    return flushFailure == null
        ? new StorageException(
            Reason.OVERLOADED,
            "writes in memory exceed memtableBytes = %d and are being flushed: try again later"
                .formatted(parts.memory().budget().limitBytes()))
        : new StorageException(
            Reason.MEMTABLE_FULL,
            "writes in memory exceed memtableBytes = %d and cannot be flushed (%s): they are refused until the disk works again"
                .formatted(parts.memory().budget().limitBytes(), flushFailure.getMessage()),
            flushFailure);
  }

  /** Nothing is flushed, compacted or read any more. */
  void close() {
    flusher.stop();
    compactor.stop();
    tables.close();
  }

  /** What it holds and did. */
  public StorageStats stats() {
    return stats.now(flushFailure);
  }

  @Override
  public void flushed(Full flushed, List<LiveTable> added) {
    flushFailure = null;
    stats.flushed(added);
    listener.flushed(flushed.memtable().sequence() + 1);
    account();
    parts.log().flushed(shard, flushed.upTo());
    compactor.consider();
  }

  @Override
  public void flushFailed(IOException cause) {
    flushFailure = cause;
  }

  private void account() {
    long used = memory.usedBytes() + waitingBytes;
    if (used != accountedBytes) {
      parts.memory().budget().add(used - accountedBytes);
      accountedBytes = used;
    }
  }
}
