package io.atoll.chaos.sabotage;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the judge said of a sabotaged product.
 *
 * @param checkers the simple names of the checkers that noticed, and who else did; the one that
 *     spoke first comes first
 * @param said what that one said first
 */
record Finding(Attempt attempt, String checkers, String said) {
  private static final int MOST_CHARS = 100;

  private static final Pattern BY_CHECKER = Pattern.compile("(\\w+): (.*)", Pattern.DOTALL);
  private static final String THE_EXAM = "the exam";

  /** Reads what a verdict says: the name of a checker, a colon, what it found. */
  static Finding of(Attempt attempt, List<String> broken) {
    String checkers =
        broken.stream().map(Finding::checker).distinct().collect(Collectors.joining(", "));
    Matcher named = BY_CHECKER.matcher(broken.getFirst());
    String first = named.matches() ? named.group(2) : broken.getFirst();
    String said = first.lines().findFirst().orElse("");
    return new Finding(
        attempt,
        checkers,
        said.length() <= MOST_CHARS ? said : said.substring(0, MOST_CHARS) + "…");
  }

  private static String checker(String broken) {
    Matcher named = BY_CHECKER.matcher(broken);
    return named.matches() ? named.group(1) : THE_EXAM;
  }
}
