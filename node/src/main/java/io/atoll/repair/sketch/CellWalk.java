package io.atoll.repair.sketch;

/**
 * The cells that a token is in, in rising order: cell i with probability 2 / (i + 2), each drawn
 * from the one before in one step, as in "Practical rateless set reconciliation" (Yang, Gilad,
 * Alizadeh, SIGCOMM 2024). Every token is in cell 0. The same on every machine: nothing but
 * arithmetic and a square root, which IEEE 754 rounds correctly.
 */
final class CellWalk {
  /** Of a multiplicative generator with a good spectrum (Steele, Vigna, 2022). */
  private static final long FACTOR = 0xDA942042E4DD58B5L;

  private long state;
  private long cell;

  /**
   * @param seed of the token, odd
   */
  void start(long seed) {
    state = seed;
    cell = 0;
  }

  /** The cell that the walk has reached. */
  long cell() {
    return cell;
  }

  /** Goes to the token's next cell. Must not be asked beyond cell 2^31. */
  void next() {
    state *= FACTOR;
    double uniform = ((state >>> 11) + 1) * 0x1p-53;
    double gap = Math.ceil((cell + 1.5) * (1 / Math.sqrt(uniform) - 1));
    cell += Math.max(1, (long) gap);
  }

  /** Whether a token is in a cell. */
  boolean meets(long seed, long wanted) {
    start(seed);
    while (cell < wanted) {
      next();
    }
    return cell == wanted;
  }
}
