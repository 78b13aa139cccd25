package io.atoll.storage.read;

import io.atoll.ring.TokenRange;
import io.atoll.storage.RangeEstimate;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.manifest.Account;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.memtable.Chunks;
import io.atoll.storage.memtable.Memtable;
import java.util.ArrayList;
import java.util.List;

/**
 * The memtables of one shard: the one that is filled, and those that wait to be flushed. Belongs to
 * the shard's loop.
 */
public final class ShardMemory {
  private final Chunks chunks;
  private Memtable active;

  /** Full ones, newest first. */
  private Full[] full = {};

  /**
   * A memtable that changes no more.
   *
   * @param upTo what of the shard lies in the log before this place is in it, or in older ones
   * @param statement what the shard's listener said of that
   */
  public record Full(Memtable memtable, LogPosition upTo, Account.Statement statement) {}

  /**
   * @param active what recovery filled
   */
  public ShardMemory(Chunks chunks, Memtable active) {
    this.chunks = chunks;
    this.active = active;
  }

  public Memtable active() {
    return active;
  }

  /** Those that wait to be flushed, newest first; not to be changed. */
  public Full[] full() {
    return full;
  }

  /** The one to flush next, or null. */
  public Full oldestFull() {
    return full.length == 0 ? null : full[full.length - 1];
  }

  /** The sequence number of the oldest memtable: no table has it or a higher one yet. */
  public long oldestSequence() {
    return full.length == 0 ? active.sequence() : oldestFull().memtable().sequence();
  }

  /**
   * Begins a new memtable.
   *
   * @param upTo where the log ends for the one so far
   * @param statement what the shard's listener says of all up to there
   */
  public void rotate(LogPosition upTo, Account.Statement statement) {
    Full[] longer = new Full[full.length + 1];
    longer[0] = new Full(active, upTo, statement);
    System.arraycopy(full, 0, longer, 1, full.length);
    full = longer;
    active = new Memtable(active.sequence() + 1, chunks);
  }

  /**
   * Leaves out a sequence number, for a table that is not flushed from memory; the active one is
   * empty.
   */
  public long skipSequence() {
    long sequence = active.sequence();
    active = new Memtable(sequence + 1, chunks);
    return sequence;
  }

  /** The oldest full one is in tables. */
  public void flushed(Full flushed) {
    Full[] shorter = new Full[full.length - 1];
    System.arraycopy(full, 0, shorter, 0, shorter.length);
    full = shorter;
    flushed.memtable().retire();
  }

  /** Bytes of memory that entries take. */
  public long usedBytes() {
    long bytes = active.usedBytes();
    for (Full each : full) {
      bytes += each.memtable().usedBytes();
    }
    return bytes;
  }

  /** How many entries there are, a key counted once in each memtable. */
  public long entries() {
    long entries = active.entries();
    for (Full each : full) {
      entries += each.memtable().entries();
    }
    return entries;
  }

  /** Bytes of keys and values, also of those that were written over. */
  public long contentBytes() {
    long bytes = active.contentBytes();
    for (Full each : full) {
      bytes += each.memtable().contentBytes();
    }
    return bytes;
  }

  /** How much of a range is in memory, as if tokens were spread evenly. */
  public RangeEstimate estimate(int keyspaceId, TokenRange tokens) {
    RangeEstimate sum = estimate(active, keyspaceId, tokens);
    for (Full each : full) {
      sum = sum.plus(estimate(each.memtable(), keyspaceId, tokens));
    }
    return sum;
  }

  private static RangeEstimate estimate(Memtable memtable, int keyspaceId, TokenRange tokens) {
    long entries = memtable.entries(keyspaceId, tokens);
    long all = memtable.entries();
    long content = all == 0 ? 0 : Math.round((double) memtable.contentBytes() * entries / all);
    return new RangeEstimate(entries, content, 0);
  }

  /** Drops that no table knows of yet. */
  public List<RangeTombstone> rangeTombstones(int keyspaceId) {
    List<RangeTombstone> rangeTombstones = new ArrayList<>();
    for (Full each : full) {
      rangeTombstones.addAll(each.memtable().rangeTombstones());
    }
    rangeTombstones.addAll(active.rangeTombstones());
    rangeTombstones.removeIf(rangeTombstone -> rangeTombstone.keyspaceId() != keyspaceId);
    return rangeTombstones;
  }
}
