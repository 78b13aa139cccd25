package io.atoll.chaos.checker;

import io.atoll.chaos.model.KeyModel;
import java.util.ArrayList;
import java.util.List;

/**
 * What each replica holds in the end is exactly what it claims to know: every value as its writer
 * sent it, none twice, none beside one that superseded it, and none left out.
 */
public final class CopiesAreWhole implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    evidence
        .finalStates()
        .forEach(
            (place, copies) -> {
              KeyModel model = evidence.model(place);
              for (Evidence.Copy copy : copies) {
                if (found.size() >= ENOUGH) {
                  return;
                }
                for (String wrong : model.wrongWith(copy.state())) {
                  found.add("%s %s of %s".formatted(copy.nodeId(), wrong, place));
                }
              }
            });
    return found;
  }
}
