package io.atoll.storage.read;

import io.atoll.storage.merge.MergeSource;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * One of the ordered sources that a scan merges; it waits when the next entry has to be read from
 * the disk first. Belongs to the shard's loop.
 */
public interface ScanSource extends MergeSource {
  /**
   * Reads what it waits for.
   *
   * @param done told on the loop, with null, that {@link #next} may be called again, or what failed
   */
  void load(Consumer<IOException> done);

  /** The table that it reads now; null for one that reads none. */
  LiveTable table();

  /** Nothing of it is used any more. */
  void close();
}
