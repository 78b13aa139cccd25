package io.atoll.chaos.checker;

import java.util.ArrayList;
import java.util.List;

/** Judges one promise of the store after a run. */
public interface Checker {
  /** A checker that found so much may stop: what is broken everywhere fills the memory. */
  int ENOUGH = 100;

  /** The ways in which the promise was broken, in words; empty when it was kept. */
  List<String> check(Evidence evidence);

  /** What several find, each under its name. */
  static List<String> judge(List<Checker> checkers, Evidence evidence) {
    List<String> broken = new ArrayList<>();
    for (Checker checker : checkers) {
      for (String each : checker.check(evidence)) {
        broken.add(checker.getClass().getSimpleName() + ": " + each);
      }
    }
    return broken;
  }
}
