package io.atoll.ring;

/** Scatters numbers: the finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
final class Mix {
  private Mix() {}

  /** A value that looks random and is always the same for the same arguments. */
  static long of(int a, int b) {
    long z = ((long) a << 32) + b + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The same as a fraction: 0 or more, below 1. */
  static double fraction(int a, int b) {
    return (of(a, b) >>> 11) * 0x1p-53;
  }
}
