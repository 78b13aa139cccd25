package io.atoll.chaos.model;

import java.util.HashMap;
import java.util.Map;

/** What was worked out about levels, so that no checker works it out for every request anew. */
public final class LevelRules {
  private record Pair(LevelRule one, LevelRule other, ReplicaCounts harmed) {}

  private final Map<LevelRule, Integer> fewest = new HashMap<>();
  private final Map<Pair, Boolean> overlaps = new HashMap<>();

  /** {@link LevelRule#fewest}. */
  public int fewest(LevelRule rule) {
    return fewest.computeIfAbsent(rule, LevelRule::fewest);
  }

  /** {@link LevelRule#overlaps(LevelRule, ReplicaCounts)}. */
  public boolean overlap(LevelRule one, LevelRule other, ReplicaCounts harmed) {
    return overlaps.computeIfAbsent(
        new Pair(one, other, harmed), pair -> pair.one.overlaps(pair.other, pair.harmed));
  }
}
