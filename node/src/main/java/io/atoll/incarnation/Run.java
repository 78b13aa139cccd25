package io.atoll.incarnation;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;

/**
 * One start of a node, and what follows until its end.
 *
 * @param number higher than that of every run that its directory knows, 1 or more
 * @param id random: what tells it from another run of the same number, which began from a copy
 */
public record Run(long number, long id) {
  /** Above this no number will ever come. */
  static final long MAX_NUMBER = 1L << 60;

  static final int MIN_BYTES = 1 + Long.BYTES;

  public Run {
    if (number < 1 || number > MAX_NUMBER) {
      throw new IllegalArgumentException(
          "number of a run is %d; it must be 1 to %d".formatted(number, MAX_NUMBER));
    }
  }

  void write(ByteWriter out) {
    out.writeVarint(number).writeLong(id);
  }

  static Run read(ByteReader in) {
    return new Run(in.readVarint(1, MAX_NUMBER, "number of a run"), in.readLong("id of a run"));
  }

  /** For example {@code 7 (1f00c0ffee00d00d)}. */
  @Override
  public String toString() {
    return "%d (%016x)".formatted(number, id);
  }
}
