package io.atoll.storage.table;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Entries of one keyspace in ascending order of (token unsigned, key bytes unsigned), each key
 * once, read forward. A flyweight: what it shows of an entry holds until the next {@link #next}.
 * Belongs to one thread.
 *
 * <p>The key and the value of an entry lie in {@link #segment()}, so that they can be copied
 * without becoming Java arrays on the way.
 */
public interface EntryCursor {
  /** What {@link #valueLength()} says of a key that was removed. */
  int REMOVED = -1;

  /**
   * Goes to the next entry; a new cursor stands before the first.
   *
   * @return false after the last
   * @throws IOException when the source cannot be read, or is damaged
   */
  boolean next() throws IOException;

  /** The entry's token. */
  long token();

  /** Where its key and value lie. */
  MemorySegment segment();

  /** Where the key begins in the segment. */
  long keyOffset();

  /** Bytes of the key. */
  int keyLength();

  /** Where the value begins in the segment; without meaning for a key that was removed. */
  long valueOffset();

  /** Bytes of the value, or {@link #REMOVED}. */
  int valueLength();
}
