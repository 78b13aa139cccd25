package io.atoll.chaos.sabotage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the judge said first of a sabotaged product.
 *
 * @param checker the simple name of the checker that noticed, or who else did
 */
record Finding(String sabotage, String experiment, long seed, String checker, String said) {
  private static final int MOST_CHARS = 100;

  private static final Pattern BY_CHECKER = Pattern.compile("(\\w+): (.*)", Pattern.DOTALL);
  private static final String THE_EXAM = "the exam";

  /** Reads what a verdict says: the name of a checker, a colon, what it found. */
  static Finding of(String sabotage, String experiment, long seed, String broken) {
    Matcher named = BY_CHECKER.matcher(broken);
    String checker = named.matches() ? named.group(1) : THE_EXAM;
    String said = (named.matches() ? named.group(2) : broken).lines().findFirst().orElse("");
    return new Finding(
        sabotage,
        experiment,
        seed,
        checker,
        said.length() <= MOST_CHARS ? said : said.substring(0, MOST_CHARS) + "…");
  }
}
