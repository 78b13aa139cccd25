package io.atoll.chaos.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The small sibling of the table: a few sabotages that the first seeds notice, each by the checker
 * that is for it. Minutes of work, for each sabotage runs in a copy of all classes that is cold.
 */
@Tag("slow")
@Tag("sabotage")
class SabotagesTurnRedTest {
  private static final int SEEDS = 10;
  private static final ConcurrentHashMap<String, byte[]> READ = new ConcurrentHashMap<>();

  @ParameterizedTest
  @CsvSource({
    "each-quorum-asks-one-dc, store, DurableWhenAcknowledged",
    "every-write-fails, store, WhatCanBeDoneIsDone",
    "a-put-supersedes-nothing, store, NothingReturns",
    "the-door-drops-what-a-read-must-have-seen, sessions, SessionsNeverGoBack",
  })
  void aBrokenRuleTurnsOneOfTheFirstSeedsRed(String name, String experiment, String checker) {
    Trial trial = new Trial(Sabotages.named(name), new SabotagedSource(), READ);
    int seed = 1;
    while (seed <= SEEDS && !isNoticed(trial, experiment, seed, checker)) {
      seed++;
    }
    assertThat(seed)
        .as("the first seed at which %s notices %s", checker, name)
        .isLessThanOrEqualTo(SEEDS);
  }

  private static boolean isNoticed(Trial trial, String experiment, long seed, String checker) {
    return trial.broken(experiment, seed).stream().anyMatch(each -> each.startsWith(checker + ":"));
  }
}
