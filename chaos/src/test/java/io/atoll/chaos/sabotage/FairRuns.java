package io.atoll.chaos.sabotage;

import io.atoll.chaos.copy.Judgement;
import java.util.HashMap;
import java.util.Map;

/**
 * What the judge says of the product as it is. A seed that is red anyway proves nothing about a
 * sabotage. Asked by one thread, while no trial is open.
 */
final class FairRuns {
  private final Map<Attempt, Boolean> good = new HashMap<>();

  /** Whether the seed is good without any sabotage. */
  boolean isGood(Attempt attempt) {
    return good.computeIfAbsent(
        attempt, run -> Judgement.broken(run.experiment(), run.seed()).isEmpty());
  }
}
