package io.atoll.chaos.checker;

import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.List;

/**
 * After everything settled, the replicas of a key hold the same.
 *
 * <p>Where siblings are kept since a change and the last writer won before it, one replica may have
 * made of two writes one, and another both of them, though neither missed any: nobody has a hint
 * for that, it takes somebody who compares what they hold.
 */
public final class ReplicasAgree implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    Settlement settlement = evidence.settlement();
    boolean compared = settlement.byReads() || settlement.repairs().workWithoutReads();
    evidence
        .finalStates()
        .forEach(
            (place, copies) -> {
              if (!compared && hadTwoPolicies(evidence, place)) {
                return;
              }
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

  private static boolean hadTwoPolicies(Evidence evidence, Evidence.Place place) {
    Keyspace keyspace = evidence.topology().keyspaces().get(place.keyspace());
    return keyspace != null && evidence.history().epochs().policiesOf(keyspace.id()).size() > 1;
  }
}
