package io.atoll.storage.merge;

import io.atoll.storage.table.EntryCursor;

/**
 * One of the ordered sources that a merge reads. {@link #next} answers false also where what comes
 * next has to be fetched first: then the source {@link #isWaiting is waiting}, and {@link #next} is
 * called again once it has come.
 */
public interface MergeSource extends EntryCursor {
  /**
   * The sequence number of the current entry: the higher, the newer. No two sources of one merge
   * have a key at the same one.
   */
  long sequence();

  /** Whether {@link #next} answered false only because something has to be fetched. */
  default boolean isWaiting() {
    return false;
  }
}
