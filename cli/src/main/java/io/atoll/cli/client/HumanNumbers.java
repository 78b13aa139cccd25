package io.atoll.cli.client;

import java.util.Locale;

/** Numbers as people read them. */
public final class HumanNumbers {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private HumanNumbers() {}

  /** Bytes in the largest unit that leaves at least one: {@code 3.4 MiB}. */
  public static String bytes(double bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? "%.0f B".formatted(value)
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** A count with commas: {@code 50,000}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A part of one as a percentage: {@code 33.3 %}. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  /**
   * A span of time in the largest unit of which there are two: {@code 90 s}, {@code 12 min}.
   *
   * @param seconds null when unknown
   */
  public static String duration(Double seconds) {
    if (seconds == null) {
      return "?";
    }
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    if (whole < 7_200) {
      return whole / 60 + " min";
    }
    return whole < 172_800 ? whole / 3_600 + " h" : whole / 86_400 + " days";
  }
}
