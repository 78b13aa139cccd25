package io.atoll.chaos.live;

import java.nio.file.Path;
import java.util.List;

/**
 * How a live experiment ended.
 *
 * @param figures of every phase and level
 * @param moments when what was seen, in words
 * @param checks what was read back
 * @param complaints whatever else went wrong
 * @param kept the cluster's directory, where it was kept because something is wrong; else null
 */
public record LiveResult(
    List<PhaseFigures> figures,
    List<String> moments,
    List<LiveCheck.Findings> checks,
    List<String> complaints,
    Path kept) {
  private static final int SHOWN = 20;

  /** Whether every promise was kept. */
  public boolean good() {
    return complaints.isEmpty() && checks.stream().allMatch(LiveCheck.Findings::good);
  }

  LiveResult keptAt(Path path) {
    return new LiveResult(figures, moments, checks, complaints, path);
  }

  /** Writes that were acknowledged. */
  public int acknowledged() {
    return figures.stream().mapToInt(each -> each.fates().getOrDefault(Fate.ACKNOWLEDGED, 0)).sum();
  }

  /** All of it as a person reads it. */
  public String report() {
    StringBuilder text = new StringBuilder();
    text.append(PhaseFigures.table(figures));
    text.append("Times in seconds: S is the phase's length, GAP the longest time without an")
        .append(" acknowledged write, the others count from the phase's start.\n\n");
    for (PhaseFigures each : figures) {
      for (String sample : each.samples()) {
        text.append("%s, %s: %s%n".formatted(each.phase(), each.level().write(), sample));
      }
    }
    text.append('\n');
    moments.forEach(moment -> text.append(moment).append('\n'));
    text.append('\n');
    for (LiveCheck.Findings check : checks) {
      text.append(check).append('\n');
      list(text, check.lost(), check.lost().size());
      list(text, check.unreadable(), SHOWN);
    }
    complaints.forEach(line -> text.append("WRONG: ").append(line).append('\n'));
    if (kept != null) {
      text.append("kept with all data and logs: ").append(kept).append('\n');
    }
    return text.toString();
  }

  private static void list(StringBuilder text, List<String> lines, int most) {
    lines.stream().limit(most).forEach(line -> text.append("  ").append(line).append('\n'));
    if (lines.size() > most) {
      text.append("  and %d more%n".formatted(lines.size() - most));
    }
  }
}
