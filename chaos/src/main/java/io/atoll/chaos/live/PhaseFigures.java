package io.atoll.chaos.live;

import io.atoll.cli.terminal.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How the writes of one level fared in one phase: those that ended in it.
 *
 * @param gapNs the longest time without an acknowledged write, the phase's ends included
 * @param firstAckNs from the phase's start to the first acknowledgement; -1 for none
 * @param lastSlowNs from the phase's start to the end of the last write that waited in vain; -1 for
 *     none
 * @param lastFailureNs the same for any failure
 * @param slowestAckNs the longest that an acknowledged write took
 * @param samples a few failures in words
 */
record PhaseFigures(
    String phase,
    WriteLevel level,
    long lengthNs,
    int writes,
    Map<Fate, Integer> fates,
    int failovers,
    long gapNs,
    long firstAckNs,
    long lastSlowNs,
    long lastFailureNs,
    long slowestAckNs,
    Set<String> samples) {
  private static final int SAMPLES = 3;

  static PhaseFigures of(
      String phase, WriteLevel level, long startNs, long endNs, List<Timeline.Event> events) {
    Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    Set<String> samples = new LinkedHashSet<>();
    int failovers = 0;
    long gapNs = 0;
    long firstAckNs = -1;
    long lastAckNs = startNs;
    long lastSlowNs = -1;
    long lastFailureNs = -1;
    long slowestAckNs = 0;
    for (Timeline.Event event : events) {
      fates.merge(event.fate(), 1, Integer::sum);
      failovers += event.failovers();
      long afterNs = event.endNs() - startNs;
      if (event.fate() == Fate.ACKNOWLEDGED) {
        firstAckNs = firstAckNs < 0 ? afterNs : firstAckNs;
        gapNs = Math.max(gapNs, event.endNs() - lastAckNs);
        lastAckNs = Math.max(lastAckNs, event.endNs());
        slowestAckNs = Math.max(slowestAckNs, event.endNs() - event.startNs());
      } else {
        lastFailureNs = Math.max(lastFailureNs, afterNs);
        lastSlowNs = event.fate().isSlow() ? Math.max(lastSlowNs, afterNs) : lastSlowNs;
        if (samples.size() < SAMPLES) {
          samples.add(event.fate().title() + ": " + event.detail());
        }
      }
    }
    gapNs = Math.max(gapNs, endNs - lastAckNs);
    return new PhaseFigures(
        phase,
        level,
        endNs - startNs,
        events.size(),
        fates,
        failovers,
        gapNs,
        firstAckNs,
        lastSlowNs,
        lastFailureNs,
        slowestAckNs,
        samples);
  }

  /** A table of figures, a row for each, with the fates that occurred. Times are in seconds. */
  static String table(List<PhaseFigures> all) {
    List<Fate> fates =
        Arrays.stream(Fate.values())
            .filter(
                fate ->
                    fate == Fate.ACKNOWLEDGED
                        || all.stream().anyMatch(each -> each.fates().containsKey(fate)))
            .toList();
    List<String> titles = new ArrayList<>(List.of("PHASE", "S", "LEVEL", "WRITES"));
    fates.forEach(fate -> titles.add(fate.title().toUpperCase(Locale.ROOT)));
    titles.addAll(
        List.of("FAILOVERS", "GAP", "FIRST ACK", "SLOWEST ACK", "LAST SLOW ERROR", "LAST ERROR"));
    TextTable table = new TextTable(titles.toArray(String[]::new));
    table.right(1);
    for (int column = 3; column < titles.size(); column++) {
      table.right(column);
    }
    String shown = "";
    for (PhaseFigures each : all) {
      boolean again = each.phase().equals(shown);
      shown = each.phase();
      List<String> row = new ArrayList<>();
      row.add(again ? "" : each.phase());
      row.add(again ? "" : seconds(each.lengthNs()));
      row.add(each.level().write());
      row.add(Integer.toString(each.writes()));
      fates.forEach(fate -> row.add(Integer.toString(each.fates().getOrDefault(fate, 0))));
      row.add(Integer.toString(each.failovers()));
      row.add(seconds(each.gapNs()));
      row.add(seconds(each.firstAckNs()));
      row.add(seconds(each.slowestAckNs()));
      row.add(seconds(each.lastSlowNs()));
      row.add(seconds(each.lastFailureNs()));
      table.row(row.toArray(String[]::new));
    }
    return table.toString();
  }

  static String seconds(long nanos) {
    return nanos < 0 ? "-" : String.format(Locale.ROOT, "%.1f", nanos / 1e9);
  }
}
