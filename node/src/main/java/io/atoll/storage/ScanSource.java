package io.atoll.storage;

import io.atoll.storage.table.EntryCursor;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * One of the ordered sources that a scan merges. {@link #next} answers false also when the next
 * entry has to be read from the disk first. Belongs to the shard's loop.
 */
interface ScanSource extends EntryCursor {
  /** Whether {@link #next} answered false only because a read is needed: {@link #load}. */
  boolean isWaiting();

  /**
   * Reads what is needed.
   *
   * @param done told on the loop, with null, that {@link #next} may be called again, or what failed
   */
  void load(Consumer<IOException> done);

  /** The table that it reads now; null for one that reads none. */
  LiveTable table();

  /** The sequence number of the memtable or table of the current entry. */
  long sequence();

  /** Nothing of it is used any more. */
  void close();
}
