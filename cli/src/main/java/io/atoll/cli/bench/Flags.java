package io.atoll.cli.bench;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the texts of flags and collects everything that is wrong with them, to be told at once.
 * Where a text is wrong, what is answered means nothing.
 */
final class Flags {
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)(ms|s|m|h)");
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})(?:\\.\\.([0-9]{1,9}))?");
  private static final Map<String, Integer> UNITS_MS =
      Map.of("ms", 1, "s", 1_000, "m", 60_000, "h", 3_600_000);

  private final List<String> mistakes = new ArrayList<>();

  /** A range of sizes, both ends in it. */
  record Range(int min, int max) {}

  void mistake(String format, Object... arguments) {
    mistakes.add(format.formatted(arguments));
  }

  /** A whole number; underscores may stand between digits. */
  long number(String flag, String text, long min, long max) {
    try {
      long number = Long.parseLong(text.replace("_", ""));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as any other text that does not fit.
    }
    mistake("%s '%s': must be a whole number from %d to %d", flag, text, min, max);
    return min;
  }

  /** A number. */
  double decimal(String flag, String text, double min, double max) {
    try {
      double number = Double.parseDouble(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as any other text that does not fit.
    }
    mistake("%s '%s': must be a number from %s to %s", flag, text, plain(min), plain(max));
    return min;
  }

  /** A time such as 30s, in milliseconds. */
  long durationMs(String flag, String text, long minMs, long maxMs) {
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      long ms = Math.round(Double.parseDouble(matcher.group(1)) * UNITS_MS.get(matcher.group(2)));
      if (ms >= minMs && ms <= maxMs) {
        return ms;
      }
    }
    mistake(
        "%s '%s': must be a time from %d ms to %d s, such as 500ms, 30s or 2m",
        flag, text, minMs, maxMs / 1_000);
    return minMs;
  }

  /** One size, or two with dots between. */
  Range range(String flag, String text, int max) {
    Matcher matcher = RANGE.matcher(text);
    if (matcher.matches()) {
      int least = Integer.parseInt(matcher.group(1));
      int most = matcher.group(2) == null ? least : Integer.parseInt(matcher.group(2));
      if (least <= most && most <= max) {
        return new Range(least, most);
      }
    }
    mistake(
        "%s '%s': must be bytes from 0 to %d, such as 100, or 50..500 for sizes in between",
        flag, text, max);
    return new Range(0, 0);
  }

  /** Names and whole numbers, such as us=3,eu=3. */
  Map<String, Integer> numbers(String flag, String text, int max) {
    Map<String, Integer> numbers = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1 || numbers.containsKey(part.substring(0, equals))) {
        mistake("%s '%s': must be names and numbers, each name once: us=3,eu=3", flag, text);
        return numbers;
      }
      String name = part.substring(0, equals);
      numbers.put(name, (int) number(flag + " " + name, part.substring(equals + 1), 0, max));
    }
    return numbers;
  }

  /**
   * Ends the reading.
   *
   * @throws CommandFailure with all mistakes, if there are any
   */
  void check() {
    if (mistakes.size() == 1) {
      throw new CommandFailure(ExitCode.USAGE, mistakes.getFirst());
    }
    if (!mistakes.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%d flags are wrong:\n  %s".formatted(mistakes.size(), String.join("\n  ", mistakes)));
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
