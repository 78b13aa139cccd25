package io.atoll.chaos.history;

/** Keys as people can read them: some are long, or hold what no terminal shows. */
public final class KeyText {
  private static final int SHOWN = 40;

  private KeyText() {}

  /** A key in a transcript. */
  public static String of(String key) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(key.length(), SHOWN); i++) {
      char c = key.charAt(i);
      if (Character.isISOControl(c)) {
        text.append("\\x%02x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return key.length() <= SHOWN ? text.toString() : text + "... (" + key.length() + " chars)";
  }
}
