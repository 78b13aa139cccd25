package io.atoll.chaos.checker;

import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.KeyModel;
import java.util.ArrayList;
import java.util.List;

/**
 * What an acknowledged write or delete superseded is gone for good, whether the tombstone of the
 * delete is still there or not.
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
    if (found.size() >= ENOUGH) {
      return;
    }
    KeyModel model = evidence.model(place);
    List<Write> shown = model.shown(copy.state()).writes();
    for (Write write : model.writes()) {
      for (Write there : shown) {
        if (there.id() != write.id()
            && model.supersedes(write, there)
            && evidence.owed().isOwed(write)) {
          found.add("%s returned at %s after %s".formatted(there, copy.nodeId(), write));
        }
      }
    }
  }
}
