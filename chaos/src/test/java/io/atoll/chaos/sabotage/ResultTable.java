package io.atoll.chaos.sabotage;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which seed found which sabotage, as Markdown. */
final class ResultTable {
  private final Map<String, Finding> findings = new TreeMap<>();

  void found(Finding finding) {
    findings.put(finding.sabotage(), finding);
  }

  /** What turned red, in the order of the catalogue; then what survived. */
  String markdown(List<Sabotage> tried) {
    StringBuilder text = new StringBuilder();
    text.append("| sabotage | red at | noticed by | which said |\n");
    text.append("|---|---|---|---|\n");
    for (Sabotage sabotage : tried) {
      Finding finding = findings.get(sabotage.name());
      if (finding != null) {
        text.append(
            "| `%s` | %s %d | %s | %s |\n"
                .formatted(
                    sabotage.name(),
                    finding.experiment(),
                    finding.seed(),
                    finding.checker(),
                    cell(finding.said())));
      }
    }
    List<Sabotage> survivors = survivors(tried);
    if (!survivors.isEmpty()) {
      text.append("\nNot noticed:\n\n");
      survivors.stream()
          .sorted(Comparator.comparing(Sabotage::name))
          .forEach(
              each -> text.append("- %s (%s)\n".formatted(each.name(), each.breaks().words())));
    }
    return text.toString();
  }

  /** Those that nobody noticed. */
  List<Sabotage> survivors(List<Sabotage> tried) {
    return tried.stream().filter(each -> !findings.containsKey(each.name())).toList();
  }

  private static String cell(String said) {
    return said.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
  }
}
