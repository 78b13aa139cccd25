package io.atoll.env;

/**
 * Checks of what a program is told, such as its settings. A value that is not allowed gets one line
 * that names it, shows it, and says what would be right.
 */
public final class Require {
  private Require() {}

  /**
   * @param name of the value, as its user knows it
   * @param right what it must be, to follow "it must be"
   * @throws IllegalArgumentException when it does not hold
   */
  public static void that(boolean holds, String name, Object value, String right) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s: it must be %s".formatted(name, value, right));
    }
  }

  /**
   * @throws IllegalArgumentException when the value is less than the minimum
   */
  public static void atLeast(long minimum, String name, long value) {
    that(value >= minimum, name, value, "at least " + minimum);
  }

  /**
   * @throws IllegalArgumentException when the value is not from the minimum to the maximum
   */
  public static void between(long minimum, long maximum, String name, long value) {
    that(value >= minimum && value <= maximum, name, value, minimum + " to " + maximum);
  }
}
