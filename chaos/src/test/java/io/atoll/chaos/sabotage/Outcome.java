package io.atoll.chaos.sabotage;

/**
 * What came of the search for a seed that notices a sabotage.
 *
 * @param found what was noticed first, or null
 * @param tried how many seeds were run
 */
record Outcome(String sabotage, Finding found, int tried) {
  boolean isNoticed() {
    return found != null;
  }
}
