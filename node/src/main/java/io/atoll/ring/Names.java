package io.atoll.ring;

/** What names may look like, so that every name fits a metric label, a URL and a file name. */
final class Names {
  static final int MAX_LENGTH = 64;

  private Names() {}

  /** 1 to 64 of {@code A-Z a-z 0-9 . _ -}, starting with a letter or a digit. */
  static String check(String field, String name) {
    boolean good = name != null && !name.isEmpty() && name.length() <= MAX_LENGTH;
    for (int i = 0; good && i < name.length(); i++) {
      char c = name.charAt(i);
      boolean alphanumeric = isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z');
      good = alphanumeric || (i > 0 && (c == '.' || c == '_' || c == '-'));
    }
    if (!good) {
      throw new IllegalArgumentException(
          "%s is %s: must be 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or a digit"
              .formatted(field, quoted(name)));
    }
    return name;
  }

  /** 1 to 64 of {@code a-z 0-9 _ -}, starting with a letter. */
  static String checkKeyspace(String name) {
    boolean good = name != null && !name.isEmpty() && name.length() <= MAX_LENGTH;
    for (int i = 0; good && i < name.length(); i++) {
      char c = name.charAt(i);
      good = isLower(c) || (i > 0 && (isDigit(c) || c == '_' || c == '-'));
    }
    if (!good) {
      throw new IllegalArgumentException(
          "keyspace name is %s: must be 1 to 64 of a-z, 0-9, '_' and '-', starting with a letter"
              .formatted(quoted(name)));
    }
    return name;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A value for a message: in quotes, cut where it is long. */
  static String quoted(String value) {
    if (value == null) {
      return "missing";
    }
    return value.length() <= 80 ? "'" + value + "'" : "'" + value.substring(0, 80) + "…'";
  }
}
