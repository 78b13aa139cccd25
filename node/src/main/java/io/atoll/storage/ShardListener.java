package io.atoll.storage;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.ShardState;

/**
 * Hears of every change of what one shard holds and has acknowledged, exactly once and in the order
 * in which the changes become visible. What must agree with a shard, such as a sum over digests of
 * its states, is kept up to date by this alone.
 *
 * <p>For hash trees; nothing in service listens yet.
 *
 * <p><b>Where it begins.</b> A start makes a new listener for each shard. It hears {@link #opened}
 * first, with the state of the manifest: it starts from what its tables hold. Then come the changes
 * and drops that only the log has, in its order, each as if it were made now; then what happens
 * from then on. So a listener that kept its own account of the tables, by {@link
 * ShardState#nextSequence}, needs no look at them, and any other reads them at {@link #opened}.
 * What was undone when the log failed, or was lost in a crash, is never reported.
 *
 * <p><b>One by one or by range.</b> A write reports the key's state before and after. Where states
 * are not at hand without reading, a range is reported instead. {@link #reread} means that what the
 * range holds has to be read: a {@link StorageShard#scan} begun within the call shows it as of this
 * change, neither earlier nor later.
 *
 * <p><b>What is known of the state before.</b> The state before a write is the one that was
 * acknowledged when it became visible. An update has read it. A blind {@link StorageShard#put}
 * reads it too where there is a listener, because an account by digests has to subtract the old
 * one; only where that is impossible is the write reported by {@link #overwritten}: when the state
 * cannot be read (it may have been lost), when a range was {@link #reread} after the write was
 * asked for and before it was acknowledged, and for entries of the log at a start, unless an
 * earlier one that is still in memory says it.
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
   * @param tables which tables there are, what in them was dropped, and what is missing
   */
  default void opened(ShardState tables) {}

  /**
   * A key was written.
   *
   * @param before its state until now, null when there was none
   * @param after its state now, null when there is none; possibly what it was before
   */
  default void changed(StorageKey key, byte[] before, byte[] after) {}

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
