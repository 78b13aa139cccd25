package io.atoll.chaos.world;

import java.util.List;

/**
 * How a run is struck.
 *
 * @param forMs how long faults strike, while the workloads work
 * @param only the names of the faults that may; empty for all
 * @param harm whether some may destroy what a node has on its disk, within the budget of {@code
 *     FaultPlan}
 */
public record Strife(long forMs, List<String> only, boolean harm) {
  /** Faults that no acknowledged write may suffer from. */
  public static final Strife USUAL = new Strife(20_000, List.of(), false);

  public Strife {
    only = List.copyOf(only);
  }

  /** By nothing but some faults. */
  public Strife only(String... names) {
    return new Strife(forMs, List.of(names), harm);
  }

  /** With disks that are replaced, put back in time or damaged. */
  public Strife withHarm() {
    return new Strife(forMs, only, true);
  }

  @Override
  public String toString() {
    return "%d s of %s%s"
        .formatted(
            forMs / 1_000, only.isEmpty() ? "faults" : only, harm ? ", disks are harmed" : "");
  }
}
