package io.atoll.chaos.checker;

import io.atoll.chaos.world.Repair;
import io.atoll.chaos.world.Repairs;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How the replicas were given the chance to come together before they were looked at.
 *
 * @param repairs which ways of it the store had
 * @param forMs for how long, in virtual time
 */
public record Settlement(Repairs repairs, long forMs) {
  /** Whether every key was read first, once and at all replicas, because nothing else helps. */
  public boolean byReads() {
    return repairs.readRepair() && !repairs.workWithoutReads();
  }

  @Override
  public String toString() {
    String how =
        byReads()
            ? "%d ms after every key was read at all replicas".formatted(forMs)
            : "%d ms without reads".formatted(forMs);
    return repairs.readRepair() || repairs.hints() || repairs.workWithoutReads()
        ? "%s, %s".formatted(how, repairs)
        : "%s: nothing repairs them: %s".formatted(how, missing());
  }

  /** As {@code read repair and hints off}. */
  private String missing() {
    return Arrays.stream(Repair.values())
            .filter(each -> !repairs.has(each))
            .map(Repair::toString)
            .collect(Collectors.joining(" and "))
        + " off";
  }
}
