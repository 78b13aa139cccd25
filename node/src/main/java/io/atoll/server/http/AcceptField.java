package io.atoll.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The grammar of one {@code Accept} field. */
final class AcceptField {
  private static final int DIGITS = 3;

  private AcceptField() {}

  /** The members of a list, each as it was written; a comma in quotes separates none. */
  static List<String> members(String field) {
    return split(field, ',');
  }

  /** The range that a member names, or null when it names none that can be offered here. */
  static Accept.Range range(String member) {
    List<String> parts = split(member, ';');
    String range = parts.getFirst().toLowerCase(Locale.ROOT);
    int slash = range.indexOf('/');
    if (slash < 1 || slash == range.length() - 1 || range.indexOf('/', slash + 1) >= 0) {
      return null;
    }
    String type = range.substring(0, slash);
    String subtype = range.substring(slash + 1);
    int weight = 1_000;
    for (String parameter : parts.subList(1, parts.size())) {
      String lower = parameter.toLowerCase(Locale.ROOT);
      if (lower.startsWith("q=")) {
        weight = weight(lower.substring(2));
      } else if (!lower.isEmpty() && !lower.startsWith("charset=")) {
        return null;
      }
    }
    return weight < 0 || type.equals("*") && !subtype.equals("*")
        ? null
        : new Accept.Range(type, subtype, weight);
  }

  /** Thousandths of {@code 0}, {@code 0.5}, {@code .5} or {@code 1.000}; -1 for anything else. */
  private static int weight(String text) {
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "" : text.substring(point + 1);
    if (text.isEmpty() || text.equals(".") || whole.length() > 1 || fraction.length() > DIGITS) {
      return -1;
    }
    String digits = "0" + whole + fraction + "0".repeat(DIGITS - fraction.length());
    int weight = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      weight = 10 * weight + (c - '0');
    }
    return weight <= 1_000 ? weight : -1;
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? separator : text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && (!quoted || i == text.length())) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    return parts;
  }
}
