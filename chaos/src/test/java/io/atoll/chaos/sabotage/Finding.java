package io.atoll.chaos.sabotage;

/**
 * What the judge said first of a sabotaged product.
 *
 * @param checker the simple name of the checker that noticed
 */
record Finding(String sabotage, String experiment, long seed, String checker, String said) {
  private static final int MOST_CHARS = 300;

  /** Reads what a verdict says: the name of a checker, a colon, what it found. */
  static Finding of(String sabotage, String experiment, long seed, String broken) {
    int colon = broken.indexOf(": ");
    String checker = colon < 0 ? "" : broken.substring(0, colon);
    String said = broken.substring(colon < 0 ? 0 : colon + 2).lines().findFirst().orElse("");
    return new Finding(
        sabotage,
        experiment,
        seed,
        checker,
        said.length() <= MOST_CHARS ? said : said.substring(0, MOST_CHARS) + "…");
  }
}
