package io.atoll.chaos.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The small sibling of the table: a few sabotages of different kinds, each noticed by the checker
 * that is for it. The seed is one that noticed once; the next few may take its place.
 */
class SabotagesTurnRedTest {
  private static final int SEEDS = 10;

  @ParameterizedTest
  @CsvSource({
    "each-quorum-asks-one-dc, store, 1, DurableWhenAcknowledged",
    "every-write-fails, store, 1, WhatCanBeDoneIsDone",
    "a-put-supersedes-nothing, store, 1, NothingReturns",
    "a-hint-is-forgotten-when-it-is-sent, store, 38, ReplicasAgree",
    "the-room-of-a-hint-is-not-given-back, store, 27, HintsAreDelivered",
    "the-door-drops-what-a-read-must-have-seen, sessions, 1, SessionsNeverGoBack",
  })
  void aBrokenRuleTurnsASeedRed(String name, String experiment, long first, String checker) {
    try (Trial trial = new Trial(Sabotages.named(name), new SabotagedSource())) {
      long seed = first;
      while (seed < first + SEEDS && !isNoticed(trial, new Attempt(experiment, seed), checker)) {
        seed++;
      }
      assertThat(trial.isCheap()).as("%s needs no copy of all classes", name).isTrue();
      assertThat(seed)
          .as("the seed at which %s notices %s", checker, name)
          .isLessThan(first + SEEDS);
    }
  }

  private static boolean isNoticed(Trial trial, Attempt attempt, String checker) {
    return trial.broken(attempt).stream().anyMatch(each -> each.startsWith(checker + ":"));
  }
}
