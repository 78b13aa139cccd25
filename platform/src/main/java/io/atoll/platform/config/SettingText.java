package io.atoll.platform.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the texts of settings. Each function answers a value or throws {@link
 * IllegalArgumentException} whose message says what would be right.
 */
public final class SettingText {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:%-]{1,255}");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,18}) ?(|B|KiB|MiB|GiB)");

  private SettingText() {}

  public static String name(String text) {
    require(
        NAME.matcher(text).matches(),
        "must be 1 to 64 of A-Z a-z 0-9 _ . -, starting with a letter or a digit");
    return text;
  }

  public static String host(String text) {
    require(HOST.matcher(text).matches(), "must be a host name or an IP address");
    return text;
  }

  public static String path(String text) {
    require(!text.isBlank() && text.indexOf('\0') < 0, "must be a path");
    return text;
  }

  public static boolean yesOrNo(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  public static int powerOfTwo(String text) {
    String right = "must be a power of two from 1 to 65536";
    int value = bounded(text, 1, 65_536, right).intValue();
    require(Integer.bitCount(value) == 1, right);
    return value;
  }

  public static Function<String, Integer> integer(int from, int to) {
    String right = "must be a whole number from %d to %d".formatted(from, to);
    return text -> bounded(text, from, to, right).intValue();
  }

  public static Function<String, Long> bytes(long from, long to) {
    String right =
        "must be a size from %s to %s, such as 65536, 64KiB or 1MiB"
            .formatted(sizeText(from), sizeText(to));
    return text -> {
      Matcher matcher = BYTES.matcher(text);
      require(matcher.matches(), right);
      long unit =
          switch (matcher.group(2)) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1L;
          };
      long count = Long.parseLong(matcher.group(1));
      require(count <= to / unit && count * unit >= from, right);
      return count * unit;
    };
  }

  public static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
    E[] values = type.getEnumConstants();
    return text ->
        Arrays.stream(values)
            .filter(v -> v.toString().equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "must be one of %s"
                            .formatted(
                                String.join(
                                    ", ", Arrays.stream(values).map(Enum::toString).toList()))));
  }

  private static String sizeText(long bytes) {
    for (int shift = 30; shift > 0; shift -= 10) {
      if (bytes >= 1L << shift && bytes % (1L << shift) == 0) {
        return (bytes >> shift) + (shift == 30 ? "GiB" : shift == 20 ? "MiB" : "KiB");
      }
    }
    return bytes + "B";
  }

  private static Long bounded(String text, long from, long to, String right) {
    require(text.matches("[+-]?[0-9_]{1,19}"), right);
    long value;
    try {
      value = Long.parseLong(text.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(right, e);
    }
    require(value >= from && value <= to, right);
    return value;
  }

  /** Refuses a text, saying what would be right. */
  public static void require(boolean holds, String right) {
    if (!holds) {
      throw new IllegalArgumentException(right);
    }
  }
}
