package io.atoll.cli.bench.engine;

/**
 * The bytes of a key: its number in decimal, zeros before it. All keys are equally long, and of
 * digits only, so that every protocol carries them as they are.
 *
 * @param size of every key in bytes, enough for the largest number
 */
public record KeyFormat(int size) {
  /** How many bytes the numbers of so many keys need. */
  public static int leastSize(long keys) {
    return Long.toString(keys - 1).length();
  }

  /** Writes a key into an array of {@link #size} bytes. */
  public void write(long number, byte[] into) {
    long rest = number;
    for (int i = size - 1; i >= 0; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
