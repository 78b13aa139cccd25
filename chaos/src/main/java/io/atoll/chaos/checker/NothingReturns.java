package io.atoll.chaos.checker;

import io.atoll.causal.Dot;
import io.atoll.causal.Version;
import io.atoll.chaos.history.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * What an acknowledged write or delete superseded is gone for good, and nothing is there that
 * nobody wrote.
 */
public final class NothingReturns implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    evidence
        .finalStates()
        .forEach((place, copies) -> copies.forEach(copy -> check(evidence, place, copy, found)));
    return found;
  }

  private static void check(
      Evidence evidence, Evidence.Place place, Evidence.Copy copy, List<String> found) {
    for (Version version : copy.state().versions()) {
      Write live = evidence.history().writeOf(place.keyspace(), place.key(), version.dot());
      if (live == null) {
        found.add(
            "%s holds a version of %s that nobody wrote: %s"
                .formatted(copy.nodeId(), place, version));
        continue;
      }
      if (live.dots().size() > 1) {
        continue; // Sent twice: who saw one of its events need not have seen the other.
      }
      for (Write other : evidence.history().writes()) {
        boolean samePlace =
            other.keyspace().equals(place.keyspace()) && other.key().equals(place.key());
        if (samePlace
            && other.isAcknowledged()
            && other.supersedes(live.id())
            && !isNamedApart(evidence, version.dot(), other)) {
          found.add("%s returned at %s after %s".formatted(live, copy.nodeId(), other));
        }
      }
    }
  }

  /**
   * Whether a write, or one that its writer had seen, named an event apart from its vector. Then a
   * replica that did not know the event yet took that write, and could not say that it is
   * superseded.
   */
  private static boolean isNamedApart(Evidence evidence, Dot dot, Write write) {
    return evidence.history().writes().stream()
        .filter(each -> each == write || write.supersedes(each.id()))
        .anyMatch(each -> each.context().apart().contains(dot));
  }
}
