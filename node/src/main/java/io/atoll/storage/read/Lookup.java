package io.atoll.storage.read;

import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.memtable.Memtable;
import io.atoll.storage.table.Block;
import io.atoll.storage.table.DamagedTableException;
import io.vertx.core.Promise;
import java.io.IOException;

/**
 * Finds the durable state of a key: in the memtables, then in the tables, newest first, each one's
 * filter before its index before a block. What memory holds, and what the operating system can read
 * without waiting, is found within the call; otherwise the search goes on when a block has come
 * from the disk. Belongs to the shard's loop.
 *
 * <p>A search that had to wait goes on where it stood if the tables are still the same, and begins
 * anew if not: it may then find a newer state, which is as good an answer.
 */
public final class Lookup {
  /** How a search ended, or that it did not. */
  public enum Outcome {
    /** {@link #value} has the state. */
    PRESENT,
    /** There is no state. */
    ABSENT,
    /** A block has to be read: {@link #await}. */
    WAITING,
    /** {@link #failure} says why nothing can be told. */
    FAILED
  }

  private final ShardMemory memory;
  private final Tables tables;
  private final BlockReads blocks;
  private final DamageReport damage;
  private final Block block = new Block();

  private byte[] value;
  private StorageException failure;

  // Where the search stands that waits.
  private TableSet waitingIn;
  private int waitingAt;
  private int waitingBlock;

  /** The tables of the shard as they are now. */
  @FunctionalInterface
  public interface Tables {
    TableSet of(int keyspaceId);
  }

  /** Where damage is reported. */
  public interface DamageReport {
    /**
     * A block is damaged.
     *
     * @return what to tell the reader
     */
    StorageException damaged(LiveTable table, DamagedTableException damage);

    /** A table could not be read, or what is asked for is missing. */
    StorageException unreadable(LiveTable table, IOException cause);

    /** What is asked for may be missing. */
    StorageException missing(MissingRange missingRange);
  }

  public Lookup(ShardMemory memory, Tables tables, BlockReads blocks, DamageReport damage) {
    this.memory = memory;
    this.tables = tables;
    this.blocks = blocks;
    this.damage = damage;
  }

  /** The state that the last search found; null when there is none. */
  public byte[] value() {
    return value;
  }

  /** Why the last search failed. */
  public StorageException failure() {
    return failure;
  }

  /** Searches as far as it goes without waiting. */
  public Outcome find(StorageKey key) {
    value = null;
    int keyspaceId = key.keyspaceId();
    long token = key.token();
    Outcome outcome = findIn(memory.active(), keyspaceId, token, key.key());
    if (outcome != null) {
      return outcome;
    }
    for (ShardMemory.Full full : memory.full()) {
      outcome = findIn(full.memtable(), keyspaceId, token, key.key());
      if (outcome != null) {
        return outcome;
      }
    }
    TableSet set = tables.of(keyspaceId);
    return findFrom(set, 0, -1, token, key.key());
  }

  /**
   * Goes on waiting for what the last search lacked; to be called at once after it.
   *
   * @param found completes with the state, null when there is none
   */
  public void await(StorageKey key, Promise<byte[]> found) {
    TableSet set = waitingIn;
    int at = waitingAt;
    int number = waitingBlock;
    LiveTable table = set.at(key.token())[at];
    blocks.load(
        table, number, cause -> complete(key, found, resume(key, set, at, number, table, cause)));
  }

  private Outcome resume(
      StorageKey key, TableSet set, int at, int number, LiveTable table, IOException cause) {
    if (cause != null) {
      return failed(table, cause);
    }
    value = null;
    return tables.of(key.keyspaceId()) == set
        ? findFrom(set, at, number, key.token(), key.key())
        : find(key);
  }

  private void complete(StorageKey key, Promise<byte[]> found, Outcome outcome) {
    switch (outcome) {
      case PRESENT -> found.complete(value);
      case ABSENT -> found.complete(null);
      case FAILED -> found.fail(failure);
      case WAITING -> await(key, found);
    }
  }

  private Outcome findIn(Memtable memtable, int keyspaceId, long token, byte[] key) {
    long entry = memtable.find(keyspaceId, token, key);
    if (entry != Memtable.NONE) {
      return outcomeOf(memtable.value(entry));
    }
    return memtable.hidesOlder(keyspaceId, token) ? Outcome.ABSENT : null;
  }

  /**
   * Searches the tables.
   *
   * @param first of those that meet the token, newest first, where to begin
   * @param firstBlock where to begin in it, or -1 when it is to be asked for
   */
  private Outcome findFrom(TableSet set, int first, int firstBlock, long token, byte[] key) {
    LiveTable[] candidates = set.at(token);
    long hiddenBelow = TableSet.NOTHING;
    long missingUpTo = TableSet.NOTHING;
    if (!set.isPlain()) {
      hiddenBelow = set.hiddenBelow(token);
      missingUpTo = set.missingUpTo(token);
    }
    int resumed = firstBlock;
    for (int i = first; i < candidates.length; i++) {
      LiveTable table = candidates[i];
      if (table.meta.maxSequence() < hiddenBelow) {
        break;
      }
      if (table.meta.maxSequence() <= missingUpTo) {
        break;
      }
      if (resumed >= 0 || table.table.mayContain(token)) {
        Outcome outcome = findIn(set, i, table, resumed, token, key);
        if (outcome != null) {
          return outcome;
        }
      }
      resumed = -1;
    }
    if (missingUpTo != TableSet.NOTHING && missingUpTo >= hiddenBelow) {
      failure = damage.missing(set.missingRangeAt(token));
      return Outcome.FAILED;
    }
    return Outcome.ABSENT;
  }

  private Outcome findIn(
      TableSet set, int at, LiveTable table, int firstBlock, long token, byte[] key) {
    int number = firstBlock >= 0 ? firstBlock : table.table.blockOf(token);
    while (number >= 0) {
      try {
        if (!blocks.see(table, number, block)) {
          waitingIn = set;
          waitingAt = at;
          waitingBlock = number;
          return Outcome.WAITING;
        }
      } catch (IOException e) {
        return failed(table, e);
      }
      int index = block.find(token, key);
      if (index >= 0) {
        return outcomeOf(block.copyValue(index));
      }
      if (!table.table.continuesWith(number, token)) {
        return null;
      }
      number++;
    }
    return null;
  }

  private Outcome outcomeOf(byte[] state) {
    value = state;
    return state == null ? Outcome.ABSENT : Outcome.PRESENT;
  }

  private Outcome failed(LiveTable table, IOException cause) {
    failure =
        cause instanceof DamagedTableException damaged
            ? damage.damaged(table, damaged)
            : damage.unreadable(table, cause);
    return Outcome.FAILED;
  }
}
