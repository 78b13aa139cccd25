package io.atoll.chaos.checker;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConflictPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Every acknowledged write is there, or a write is there whose client had seen it, or the like of a
 * delete whose place that write, or one that its client had seen, took. In a keyspace where the
 * last writer wins, a later write may also have won over it.
 */
public final class AcknowledgedWritesLive implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Write write : evidence.history().writes()) {
      if (write.isAcknowledged() && !isThere(evidence, write)) {
        found.add("lost: " + write);
      }
    }
    return found;
  }

  private static boolean isThere(Evidence evidence, Write write) {
    Evidence.Place place = new Evidence.Place(write.keyspace(), write.key());
    List<Evidence.Copy> copies = evidence.finalStates().get(place);
    if (write.dots().isEmpty() || copies == null) {
      return false;
    }
    for (Evidence.Copy copy : copies) {
      if (!isIn(evidence, write, copy.state())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIn(Evidence evidence, Write write, Siblings state) {
    if (write.dots().stream().noneMatch(state.context()::contains)) {
      return false;
    }
    BitSet present = evidence.history().standsFor(write.keyspace(), write.key(), state);
    if (present.get(write.id())) {
      return true;
    }
    boolean lastWriterWins =
        evidence.topology().keyspaces().get(write.keyspace()).conflicts() == ConflictPolicy.LWW;
    return lastWriterWins && state.versions().stream().anyMatch(write::losesTo);
  }
}
