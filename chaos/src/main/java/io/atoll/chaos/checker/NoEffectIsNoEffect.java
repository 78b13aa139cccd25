package io.atoll.chaos.checker;

import io.atoll.chaos.history.Write;
import java.util.ArrayList;
import java.util.List;

/** A write whose writer was told that it has certainly no effect was never made. */
public final class NoEffectIsNoEffect implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Write write : evidence.history().writes()) {
      if (write.isSaidToBeWithoutEffect() && !write.dots().isEmpty()) {
        found.add("made although it was said to be without effect: " + write);
      }
    }
    return found;
  }
}
