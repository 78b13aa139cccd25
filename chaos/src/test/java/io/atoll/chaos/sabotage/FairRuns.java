package io.atoll.chaos.sabotage;

import io.atoll.chaos.copy.Judgement;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the judge says of the product as it is. A seed that is red anyway proves nothing about a
 * sabotage. Used by several threads.
 */
final class FairRuns {
  private final ConcurrentHashMap<String, Boolean> good = new ConcurrentHashMap<>();

  /** Whether the seed is good without any sabotage. */
  boolean isGood(String experiment, long seed) {
    return good.computeIfAbsent(
        experiment + " " + seed, run -> Judgement.broken(experiment, seed).isEmpty());
  }
}
