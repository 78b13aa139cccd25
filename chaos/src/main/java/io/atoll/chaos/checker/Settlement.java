package io.atoll.chaos.checker;

import io.atoll.chaos.world.Repair;
import io.atoll.chaos.world.Repairs;
import java.util.ArrayList;
import java.util.List;

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
        : "%s: nothing repairs them: %s".formatted(how, String.join("; ", missing()));
  }

  /** As {@code read repair is off; hints are not there}. */
  private List<String> missing() {
    List<String> off = new ArrayList<>();
    List<String> notThere = new ArrayList<>();
    for (Repair each : Repair.values()) {
      if (!repairs.has(each)) {
        (each.isThere() ? off : notThere).add(each.toString());
      }
    }
    List<String> missing = new ArrayList<>();
    if (!off.isEmpty()) {
      missing.add(String.join(" and ", off) + " off");
    }
    if (!notThere.isEmpty()) {
      missing.add(String.join(" and ", notThere) + " not there");
    }
    return missing;
  }
}
