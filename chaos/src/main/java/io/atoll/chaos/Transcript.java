package io.atoll.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What happened in a run, line by line, in the order of virtual time. */
final class Transcript {
  private record Line(long atNanos, String text) {}

  private final List<Line> lines = new ArrayList<>();
  private LongSupplier nowNanos = () -> 0;

  /** Takes the time from there from now on; until then it is 0. */
  void clock(LongSupplier clock) {
    nowNanos = clock;
  }

  /** Adds a line as it is, of now. */
  void add(String text) {
    lines.add(new Line(nowNanos.getAsLong(), text));
  }

  /** Adds a line, and puts its time before it; others may have been added that came later. */
  void addAt(long atNanos, String what) {
    lines.add(new Line(atNanos, stamp(atNanos) + what));
  }

  private static String stamp(long nanos) {
    return String.format(Locale.ROOT, "%10.3f ms  ", nanos / 1e6);
  }

  /** All of it. */
  List<String> lines() {
    lines.sort(Comparator.comparingLong(Line::atNanos));
    return lines.stream().map(Line::text).toList();
  }
}
