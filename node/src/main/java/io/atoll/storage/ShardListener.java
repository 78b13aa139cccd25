package io.atoll.storage;

import io.atoll.ring.TokenRange;
import io.atoll.storage.log.StateWeight;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.ShardState;

/**
 * Hears of every change of what one shard holds and has acknowledged, exactly once and in the order
 * in which the changes become visible. What must agree with a shard, such as a sum over digests of
 * its states, is kept up to date by this alone.
 *
 * <p><b>Where it begins.</b> A start makes a new listener for each shard. It hears {@link #opened}
 * first, with the state of the manifest: it starts from what its tables hold. Then come the changes
 * and drops that only the log has, in its order, each as if it were made now; then what happens
 * from then on. A listener that finds no account of its own there reads the tables at {@link
 * #opened}, or scans the shard later. What was undone when the log failed, or was lost in a crash,
 * is never reported.
 *
 * <p><b>Weights.</b> A state is known here by its weight, a number that the listener computes from
 * key and state. Each entry of the log says what weighed the state that it replaced, so that a
 * start knows what it changed without reading tables.
 *
 * <p><b>One account with the tables.</b> What a listener answers to {@link #rotated} is written
 * into the manifest together with the tables that have all that was told until then, in one
 * replacement, and handed back to the listener of the next start, in {@link ShardState#account}.
 * With the changes of the log on top of it, that listener is where this one was, without a look at
 * tables. Ranges that were {@link #reread} since it was made stand beside it, as doubts.
 *
 * <p><b>One by one or by range.</b> A write reports the weight of the key's state before, and its
 * state after. Where states are not at hand without reading, a range is reported instead. {@link
 * #reread} means that what the range holds has to be read: a {@link StorageShard#scan} begun within
 * the call shows it as of this change, neither earlier nor later.
 *
 * <p><b>What is known of the state before.</b> The state before a write is the one that was
 * acknowledged when it became visible. An update has read it. A blind {@link StorageShard#put}
 * reads it too where there is a listener, because an account by digests has to subtract the old
 * one; only where that is impossible is the write reported by {@link #overwritten}: when the state
 * cannot be read (it may have been lost), when a range was {@link #reread} after the write was
 * asked for and before it was acknowledged, and for entries of the log at a start that say nothing
 * of it, unless an earlier one that is still in memory does: those of runs without a listener, and
 * those that were written again after a failure of the log.
 *
 * <p>Threads: {@link #opened} and what the log has are called on the worker that opens the engine,
 * the rest on the shard's loop, which begins later. A listener must return soon and must not throw;
 * within a call it may read and scan the shard, and must not write to it. Arrays are shared with
 * the engine and not to be changed.
 */
public interface ShardListener {
  /** Nobody listens: no state is read or kept for it. */
  ShardListener NONE = new ShardListener() {};

  /**
   * The shard is being opened.
   *
   * @param tables which tables there are, what in them was dropped, what is missing, and the
   *     account
   * @return whether the listener goes on from the account; otherwise the manifest forgets it before
   *     anything is written, and what entries of the log say of states before is not told
   */
  default boolean opened(ShardState tables) {
    return false;
  }

  /**
   * What a state weighs; also asked on the worker while the log is read.
   *
   * @return always the same and never {@link StateWeight#NONE}; {@link StateWeight#UNKNOWN} where
   *     no account is kept
   */
  default long weigh(StorageKey key, byte[] state) {
    return StateWeight.UNKNOWN;
  }

  /**
   * A key was written.
   *
   * @param before what its state until now weighs, {@link StateWeight#NONE} when there was none
   * @param after its state now, null when there is none; possibly what it was before
   */
  default void changed(StorageKey key, long before, byte[] after) {}

  /**
   * A key was written of which the state before is not known.
   *
   * @param after its state now, null when there is none
   */
  default void overwritten(StorageKey key, byte[] after) {}

  /** All keys of a range are gone, and with them what was missing in it. */
  default void dropped(int keyspaceId, TokenRange tokens) {}

  /**
   * What a range holds may have changed, in other ways than by writes: it was taken in from
   * elsewhere, repaired, or compaction left out what the retention rule gives up. What was told of
   * it before says nothing any more; a scan begun within this call shows what it holds. The
   * manifest has the change already.
   */
  default void reread(int keyspaceId, TokenRange tokens) {}

  /**
   * A range was damaged: states in it may be missing, and cannot be read, until {@link #reread} or
   * {@link #dropped} covers it. Writes to it are told as ever. The manifest has the loss already.
   */
  default void lost(MissingRange missing) {}

  /**
   * What to hand to the listener of a later start: an account of all that was told until now. Asked
   * for just before each {@link #rotated}, and in a directory to which nothing was ever written.
   *
   * @return null for none, so that a later start finds none; one that is longer than {@link
   *     io.atoll.storage.manifest.Account#MAX_CONTENT_BYTES} is not kept
   */
  default byte[] account() {
    return null;
  }

  /**
   * A new memtable begins: what was told until now will be in tables below a sequence number, what
   * is told from now on will not. Changes nothing.
   */
  default void rotated(long nextSequence) {}

  /**
   * The manifest says that all changes told before {@link #rotated} with this number are in tables:
   * a start would begin with it. Changes nothing.
   */
  default void flushed(long nextSequence) {}
}
