package io.atoll.chaos.live;

import java.util.ArrayList;
import java.util.List;

/** What clients lived through, by phase. Callable from any thread. */
final class Timeline {
  private final List<Event> events = new ArrayList<>();
  private final List<Phase> phases = new ArrayList<>();

  /**
   * One write.
   *
   * @param failovers nodes that refused the connection before one took it
   * @param detail why it failed, in words
   */
  record Event(
      WriteLevel level, long startNs, long endNs, Fate fate, int failovers, String detail) {}

  private long endNs;

  private record Phase(String name, long startNs) {}

  synchronized void add(Event event) {
    events.add(event);
  }

  /** Begins a phase and ends the one before. */
  synchronized void begin(String name) {
    phases.add(new Phase(name, System.nanoTime()));
  }

  /** Ends the last phase. */
  synchronized void end() {
    endNs = System.nanoTime();
  }

  /** How many writes of a level that began in this phase had a fate. */
  synchronized int inThisPhase(WriteLevel level, Fate fate) {
    long fromNs = phases.getLast().startNs();
    return (int)
        events.stream()
            .filter(e -> e.startNs() >= fromNs && e.level() == level && e.fate() == fate)
            .count();
  }

  /** The figures of every phase and level; to be called after {@link #end}. */
  synchronized List<PhaseFigures> figures() {
    List<PhaseFigures> figures = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      long startNs = phases.get(i).startNs();
      long untilNs = i + 1 < phases.size() ? phases.get(i + 1).startNs() : endNs;
      for (WriteLevel level : WriteLevel.values()) {
        List<Event> mine =
            events.stream()
                .filter(e -> e.level() == level && e.endNs() >= startNs && e.endNs() < untilNs)
                .toList();
        figures.add(PhaseFigures.of(phases.get(i).name(), level, startNs, untilNs, mine));
      }
    }
    return figures;
  }
}
