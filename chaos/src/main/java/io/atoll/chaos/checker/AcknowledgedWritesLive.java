package io.atoll.chaos.checker;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.KeyModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Every acknowledged write is there, or a write is there whose client had seen it, or the like of a
 * delete whose place that write, or one that its client had seen, took. In a keyspace where the
 * last writer wins, a later write may also have won over it. After an acknowledged delete there
 * need not be anything: its tombstone may have been purged.
 */
public final class AcknowledgedWritesLive implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Write write : evidence.history().writes()) {
      if (found.size() < ENOUGH && evidence.owed().isOwed(write) && !isThere(evidence, write)) {
        found.add("lost: " + write);
      }
    }
    return found;
  }

  private static boolean isThere(Evidence evidence, Write write) {
    Evidence.Place place = new Evidence.Place(write.keyspace(), write.key());
    List<Evidence.Copy> copies = evidence.finalStates().get(place);
    if (write.dots().isEmpty() || copies == null || copies.isEmpty()) {
      return false;
    }
    KeyModel model = evidence.model(place);
    return copies.stream().allMatch(copy -> isIn(model, copy.state(), write))
        || model.mayBePurged(write, Long.MAX_VALUE);
  }

  private static boolean isIn(KeyModel model, Siblings state, Write write) {
    return write.dots().stream().anyMatch(state.context()::contains)
        && model.shown(state).isPast(write);
  }
}
