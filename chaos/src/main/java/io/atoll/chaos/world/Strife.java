package io.atoll.chaos.world;

import java.util.List;
import java.util.random.RandomGenerator;

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

  /** As usual, mostly; some harm disks, and a few last for a minute and more. */
  public static Strife choose(RandomGenerator random) {
    Strife harmful = random.nextInt(4) == 0 ? USUAL.withHarm() : USUAL;
    return random.nextInt(40) == 0 ? harmful.lasting(70_000) : harmful;
  }

  public Strife {
    only = List.copyOf(only);
  }

  /** For another time. */
  public Strife lasting(long ms) {
    return new Strife(ms, only, harm);
  }

  /** By nothing but some faults. */
  public Strife only(String... names) {
    return new Strife(forMs, List.of(names), harm);
  }

  /** With disks that are replaced, put back in time or damaged. */
  public Strife withHarm() {
    return new Strife(forMs, only, true);
  }

  /** By nothing that harms a disk. */
  public Strife withoutHarm() {
    return new Strife(forMs, only, false);
  }

  @Override
  public String toString() {
    return "%d s of %s%s"
        .formatted(
            forMs / 1_000, only.isEmpty() ? "faults" : only, harm ? ", disks are harmed" : "");
  }
}
