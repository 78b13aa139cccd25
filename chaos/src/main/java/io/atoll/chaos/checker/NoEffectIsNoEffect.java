package io.atoll.chaos.checker;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.Write;
import io.atoll.wire.FailureCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A write whose writer was told that it has certainly no effect was never made. */
public final class NoEffectIsNoEffect implements Checker {
  /**
   * Of these a client is told that its write may have taken effect; of all others that it has not.
   */
  private static final Set<FailureCode> IN_DOUBT =
      EnumSet.of(FailureCode.NOT_ENOUGH_ANSWERS, FailureCode.DEFECT);

  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Write write : evidence.history().writes()) {
      if (write.ending() instanceof Ending.Refused refused
          && isWithoutEffect(write, refused)
          && !write.events().isEmpty()) {
        found.add("made although it was said to be without effect: " + write);
      }
    }
    return found;
  }

  /** The client library may have asked several times, and tells of the last failure. */
  private static boolean isWithoutEffect(Write write, Ending.Refused refused) {
    boolean askedOnce = write.question().node() != null;
    return refused.withoutEffect() || askedOnce && !IN_DOUBT.contains(refused.code());
  }
}
