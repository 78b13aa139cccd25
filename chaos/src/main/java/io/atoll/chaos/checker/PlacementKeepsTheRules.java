package io.atoll.chaos.checker;

import io.atoll.chaos.model.PlacementRules;
import java.util.ArrayList;
import java.util.List;

/**
 * In every epoch that was decided, each arc has exactly the replicas that its keyspaces ask for, on
 * distinct nodes, over as many racks as can be, and no node has more than its share.
 */
public final class PlacementKeepsTheRules implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>(PlacementRules.brokenBy(evidence.topology()));
    for (var seen : evidence.history().epochs().seen().values()) {
      if (seen.topology().epoch() != evidence.topology().epoch()) {
        found.addAll(PlacementRules.brokenBy(seen.topology()));
      }
    }
    return found;
  }
}
