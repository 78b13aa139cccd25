package io.atoll.storage.table;

import java.io.IOException;

/**
 * A table, or a part of one, does not hold what was written to it. What it held must be got from a
 * replica; until then nothing may be concluded from its silence.
 */
public final class DamagedTableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final long firstToken;
  private final long lastToken;

  /**
   * @param file the table's file
   * @param offset where in it the damage is, in bytes
   * @param what is wrong there
   * @param firstToken the lowest token that may be concerned
   * @param lastToken the highest one (unsigned), inclusive
   */
  DamagedTableException(String file, long offset, String what, long firstToken, long lastToken) {
    super(
        "%s is damaged at offset %d: %s (tokens %016x to %016x)"
            .formatted(file, offset, what, firstToken, lastToken));
    this.file = file;
    this.offset = offset;
    this.firstToken = firstToken;
    this.lastToken = lastToken;
  }

  /** Damage that makes the whole table unreadable. */
  static DamagedTableException whole(String file, long offset, String what) {
    return new DamagedTableException(file, offset, what, 0, -1L);
  }

  /** The table's file. */
  public String file() {
    return file;
  }

  /** Where in the file the damage is, in bytes. */
  public long offset() {
    return offset;
  }

  /** The lowest token that may be concerned; 0 when the table cannot be opened. */
  public long firstToken() {
    return firstToken;
  }

  /** The highest such token (unsigned), inclusive; 2^64 - 1 when the table cannot be opened. */
  public long lastToken() {
    return lastToken;
  }
}
