package io.atoll.chaos.sabotage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page that says what came of each sabotage. It is read and written again by those that try
 * some, so that what is known of the others stays.
 */
final class SabotagePage {
  /** Where it is, from the top of the checkout. */
  static final String FILE = "docs/sabotages.md";

  private static final Pattern NOTICED =
      Pattern.compile("\\| `([a-z0-9-]+)` \\| (store|sessions) (\\d+) \\| ([^|]+) \\| (.*) \\|");
  private static final Pattern NOT_NOTICED =
      Pattern.compile("\\| `([a-z0-9-]+)` \\| none of (\\d+) \\| (.*) \\|");

  private static final String HEAD =
      """
      # Sabotages

      Small bugs put into the product on purpose, one at a time, and the seed on which simulations alone turn red. They
      prove that the judge bites ([simulation.md](simulation.md)). This page is written by
      `mvn -B -Psabotage -pl chaos -am test`; what each sabotage changes is in the `…Sabotages` beside `Sabotage`, in the
      tests of `chaos`. A seed says so as long as the code stays as it is, so the profile tries the seeds named here
      first, and others after them. Of those that noticed, the one that spoke first comes first. Where nothing noticed
      and the reason is open, more seeds or a sharper judge may.

      """;

  private static final String OPEN = "open";

  private final Map<String, Outcome> outcomes = new TreeMap<>();

  /** Reads what was written. */
  static SabotagePage read(String text) {
    SabotagePage page = new SabotagePage();
    for (String line : text.lines().toList()) {
      Matcher noticed = NOTICED.matcher(line);
      Matcher not = NOT_NOTICED.matcher(line);
      if (noticed.matches()) {
        Attempt attempt = new Attempt(noticed.group(2), Long.parseLong(noticed.group(3)));
        page.tell(
            new Outcome(
                noticed.group(1),
                new Finding(attempt, noticed.group(4), plain(noticed.group(5))),
                1));
      } else if (not.matches()) {
        page.tell(new Outcome(not.group(1), null, Integer.parseInt(not.group(2))));
      }
    }
    return page;
  }

  /** What came of one. */
  void tell(Outcome outcome) {
    outcomes.put(outcome.sabotage(), outcome);
  }

  /** What is known of one, or null. */
  Outcome of(Sabotage sabotage) {
    return outcomes.get(sabotage.name());
  }

  /** What noticed it once. */
  List<Attempt> hints(Sabotage sabotage) {
    Outcome known = of(sabotage);
    return known == null || !known.isNoticed() ? List.of() : List.of(known.found().attempt());
  }

  /** Those of which something is known, and which nobody noticed. */
  List<Sabotage> survivors(List<Sabotage> of) {
    return of.stream().filter(each -> of(each) != null && !of(each).isNoticed()).toList();
  }

  /** The page, of these and no others. */
  String markdown(List<Sabotage> all) {
    List<Sabotage> noticed =
        all.stream().filter(each -> of(each) != null && of(each).isNoticed()).toList();
    List<Sabotage> survivors = survivors(all);
    List<Sabotage> untried = all.stream().filter(each -> of(each) == null).toList();
    StringBuilder text = new StringBuilder(HEAD);
    text.append(
        "Of %d sabotages %d are noticed, %d are not; %d have not been tried.\n"
            .formatted(all.size(), noticed.size(), survivors.size(), untried.size()));
    for (Promised promise : Promised.values()) {
      text.append("\n## ").append(promise.words()).append("\n\n");
      text.append("| sabotage | red at | noticed by | which said |\n|---|---|---|---|\n");
      noticed.stream()
          .filter(each -> each.breaks() == promise)
          .forEach(each -> text.append(row(of(each))));
    }
    if (!survivors.isEmpty()) {
      text.append("\n## Not noticed\n\n| sabotage | seeds | why |\n|---|---|---|\n");
      survivors.forEach(
          each ->
              text.append(
                  "| `%s` | none of %d | %s |\n"
                      .formatted(
                          each,
                          of(each).tried(),
                          each.unseen().isEmpty() ? OPEN : cell(each.unseen()))));
    }
    if (!untried.isEmpty()) {
      text.append("\n## Not tried\n\n");
      untried.forEach(each -> text.append("- `%s`\n".formatted(each)));
    }
    return text.toString();
  }

  private static String row(Outcome outcome) {
    Finding found = outcome.found();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(outcome.sabotage(), found.attempt(), found.checkers(), cell(found.said()));
  }

  private static String cell(String said) {
    return said.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
  }

  private static String plain(String cell) {
    return cell.replace("\\*", "*").replace("&lt;", "<").replace("\\|", "|").replace("\\\\", "\\");
  }

  @Override
  public String toString() {
    return Arrays.toString(outcomes.values().toArray());
  }
}
