package io.atoll.chaos.checker;

import io.atoll.chaos.model.Partners;
import io.atoll.chaos.watch.Comparisons;
import java.util.ArrayList;
import java.util.List;

/**
 * Once the cluster has healed, every two nodes that hold replicas of the same keys find each other
 * in step as of a moment after the last change, in bounded time and though nobody asks; and every
 * node knows what it holds.
 */
public final class ReplicasAreFoundInStep implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    if (!evidence.settlement().repairs().antiEntropy()) {
      return List.of();
    }
    Comparisons comparisons = evidence.watch().comparisons();
    List<String> found = new ArrayList<>(comparisons.notInStep(Partners.of(evidence.topology())));
    comparisons
        .unknownArcs()
        .forEach(
            (nodeId, arcs) -> {
              if (arcs > 0) {
                found.add(
                    "%s still does not know what it holds in %d arcs".formatted(nodeId, arcs));
              }
            });
    return found;
  }
}
