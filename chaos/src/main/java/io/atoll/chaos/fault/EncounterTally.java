package io.atoll.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** In how many runs each fault struck, and in how many of those it met a request in flight. */
public final class EncounterTally {
  private final Map<String, Count> counts = new TreeMap<>();

  private static final class Count {
    private int struck;
    private int met;
  }

  /** Counts one run. */
  public void add(Encounters run) {
    TreeSet<String> met = names(run.met());
    TreeSet<String> struck = names(run.missed());
    struck.addAll(met);
    struck.forEach(name -> counts.computeIfAbsent(name, any -> new Count()).struck++);
    met.forEach(name -> counts.get(name).met++);
  }

  private static TreeSet<String> names(List<Strike> strikes) {
    TreeSet<String> names = new TreeSet<>();
    strikes.forEach(strike -> names.add(strike.fault().name()));
    return names;
  }

  /** A line for each fault that struck, by name. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (name, count) ->
            lines.add(
                "%-22s struck in %d seeds, met a request in flight in %d"
                    .formatted(name, count.struck, count.met)));
    return lines;
  }
}
