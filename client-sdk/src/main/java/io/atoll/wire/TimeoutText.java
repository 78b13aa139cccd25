package io.atoll.wire;

/** How the timeout of a request is written: {@code 500}, {@code 500ms} or {@code 2s}. */
public final class TimeoutText {
  /** For messages: "must be …". */
  public static final String EXAMPLES = "such as 500, 500ms or 2s";

  private static final int MAX_DIGITS = 9;

  private TimeoutText() {}

  /** The milliseconds that a text says; -1 when it says none. */
  public static long milliseconds(String text) {
    boolean ms = text.endsWith("ms");
    boolean seconds = !ms && text.endsWith("s");
    int digits = text.length() - (ms ? 2 : seconds ? 1 : 0);
    if (digits < 1 || digits > MAX_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < digits; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = 10 * value + (c - '0');
    }
    return seconds ? 1_000 * value : value;
  }
}
