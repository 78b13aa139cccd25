package io.atoll.chaos.checker;

import java.util.ArrayList;
import java.util.List;

/** After everything settled, the replicas of a key hold the same. */
public final class ReplicasAgree implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    evidence
        .finalStates()
        .forEach(
            (place, copies) -> {
              Evidence.Copy first = copies.getFirst();
              for (Evidence.Copy copy : copies) {
                if (!copy.state().equals(first.state())) {
                  found.add(
                      "replicas of %s differ %s: %s and %s"
                          .formatted(place, evidence.settlement(), first, copy));
                }
              }
            });
    return found;
  }
}
