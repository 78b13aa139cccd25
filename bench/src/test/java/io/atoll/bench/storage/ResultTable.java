package io.atoll.bench.storage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The outcome of all rounds, as the one table (Markdown) that is printed. */
final class ResultTable {
  private static final double SAME_RATIO_FROM = 0.005;

  private final Map<Workload, Map<Job.Side, List<Figures>>> rounds = new EnumMap<>(Workload.class);

  void add(Job job, Figures figures) {
    rounds
        .computeIfAbsent(job.workload(), workload -> new EnumMap<>(Job.Side.class))
        .computeIfAbsent(job.side(), side -> new ArrayList<>())
        .add(figures);
  }

  /**
   * What Atoll's figure is to be, as a multiple of RocksDB's; null where nothing was promised. More
   * is better for throughput, less for everything else.
   */
  private static Double goal(Workload workload, Figure figure) {
    return switch (figure) {
      case OPS_PER_SECOND ->
          switch (workload) {
            case SYNCED -> 5.0;
            case FILL, READS -> 2.0;
            case ABSENT -> 1.5;
            case COLD_READS, SCAN, MIX -> 1.0;
            case SYNCED_EQUAL, MEMORY, MIX_ZGC, CRASH, REOPEN -> null;
          };
      case P99_MICROS -> workload == Workload.COLD_READS ? 1.0 : null;
      case P999_MICROS -> workload == Workload.MIX ? 0.5 : null;
      default -> null;
    };
  }

  @Override
  public String toString() {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"workload", "RocksDB", "Atoll", "ratio", "goal"});
    rounds.forEach((workload, sides) -> addRows(rows, workload, sides));
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        String blanks = " ".repeat(widths[i] - row[i].length());
        text.append("| ").append(i == 0 ? row[i] + blanks : blanks + row[i]).append(' ');
      }
      text.append("|\n");
      if (text.indexOf("\n") == text.length() - 1) {
        text.append(separator(widths));
      }
    }
    return text.toString();
  }

  private static String separator(int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append('|').append("-".repeat(widths[i] + 1)).append(i == 0 ? '-' : ':');
    }
    return line.append("|\n").toString();
  }

  private static void addRows(
      List<String[]> rows, Workload workload, Map<Job.Side, List<Figures>> sides) {
    Figures rocks = Figures.median(sides.getOrDefault(Job.Side.ROCKSDB, List.of()));
    Figures atoll = Figures.median(sides.getOrDefault(Job.Side.ATOLL, List.of()));
    boolean first = true;
    for (Figure figure : Figure.values()) {
      Double left = rocks.get(figure);
      Double right = atoll.get(figure);
      if (left == null && right == null) {
        continue;
      }
      String title = first ? workload.title() + ": " + figure.title() : "- " + figure.title();
      first = false;
      rows.add(
          new String[] {
            title,
            show(figure, left),
            show(figure, right),
            ratio(left, right),
            goal(goal(workload, figure), figure, left, right)
          });
    }
  }

  private static String show(Figure figure, Double value) {
    return value == null ? "-" : figure.show(value);
  }

  private static String ratio(Double rocks, Double atoll) {
    return rocks == null || atoll == null || rocks < SAME_RATIO_FROM
        ? "-"
        : String.format(Locale.ROOT, "%.2f", atoll / rocks);
  }

  private static String goal(Double goal, Figure figure, Double rocks, Double atoll) {
    if (goal == null) {
      return "";
    }
    boolean more = figure == Figure.OPS_PER_SECOND;
    String text = (more ? ">= " : "<= ") + goal;
    if (rocks == null || atoll == null) {
      return text;
    }
    double ratio = atoll / rocks;
    return text + ((more ? ratio >= goal : ratio <= goal) ? " met" : " missed");
  }
}
