package io.atoll.storage.table;

import io.atoll.ring.TokenRange;
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
   * @param tokens those that may be concerned
   */
  DamagedTableException(String file, long offset, String what, TokenRange tokens) {
    super(
        "%s is damaged at offset %d: %s (tokens %016x to %016x)"
            .formatted(file, offset, what, tokens.from(), tokens.last()));
    this.file = file;
    this.offset = offset;
    this.firstToken = tokens.from();
    this.lastToken = tokens.last();
  }

  /** Damage that makes the whole table unreadable. */
  static DamagedTableException whole(String file, long offset, String what) {
    return new DamagedTableException(file, offset, what, TokenRange.RING);
  }

  /** The table's file. */
  public String file() {
    return file;
  }

  /** Where in the file the damage is, in bytes. */
  public long offset() {
    return offset;
  }

  /** The tokens that may be concerned; the whole ring when the table cannot be opened. */
  public TokenRange tokens() {
    return TokenRange.closed(firstToken, lastToken);
  }
}
