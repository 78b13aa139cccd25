package io.atoll.chaos.cli;

import io.atoll.chaos.Encounter;
import io.atoll.chaos.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which faults struck in many runs, and whether anybody felt them. */
final class FaultReport {
  private final Map<String, Tally> tallies = new TreeMap<>();
  private long seeds;

  /** Of one kind of fault. */
  private static final class Tally {
    private long strikes;
    private long metNothing;
    private long requests;
    private long seedsStruck;
    private long seedsMet;
  }

  void add(Verdict verdict) {
    seeds++;
    TreeSet<String> struck = new TreeSet<>();
    TreeSet<String> met = new TreeSet<>();
    for (Encounter each : verdict.encounters()) {
      String kind = each.strike().fault().name();
      Tally tally = tallies.computeIfAbsent(kind, first -> new Tally());
      tally.strikes++;
      tally.requests += each.requests();
      tally.metNothing += each.met() ? 0 : 1;
      struck.add(kind);
      if (each.met()) {
        met.add(kind);
      }
    }
    struck.forEach(kind -> tallies.get(kind).seedsStruck++);
    met.forEach(kind -> tallies.get(kind).seedsMet++);
  }

  /** A line for each kind; none when nothing struck. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!tallies.isEmpty()) {
      lines.add(
          "fault                     strikes  met no request  requests each  seeds  met requests"
              + " in");
    }
    tallies.forEach(
        (kind, tally) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%-24s %8d %15d %14.0f %6d %14.0f %%",
                    kind,
                    tally.strikes,
                    tally.metNothing,
                    (double) tally.requests / tally.strikes,
                    tally.seedsStruck,
                    100.0 * tally.seedsMet / seeds)));
    return lines;
  }
}
