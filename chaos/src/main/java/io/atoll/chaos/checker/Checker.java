package io.atoll.chaos.checker;

import java.util.List;

/** Judges one promise of the store after a run. */
public interface Checker {
  /** Every way in which the promise was broken, in words; empty when it was kept. */
  List<String> check(Evidence evidence);
}
