package io.atoll.repair;

import io.atoll.env.Require;

/**
 * How a node sees to it that its replicas hold what the others hold.
 *
 * @param on whether it keeps sketches, compares and answers; off only where it is to be seen what
 *     becomes of replicas without it
 * @param everyMs how often it compares with a replica, about
 * @param bytesPerSecond the most bytes that it sends to other replicas and takes from them because
 *     they differ
 */
public record RepairSettings(boolean on, long everyMs, long bytesPerSecond) {
  /** Every ten seconds, and 32 MiB a second. */
  public static final RepairSettings DEFAULT = new RepairSettings(true, 10_000, 32L << 20);

  /** Nothing is compared. */
  public static final RepairSettings OFF = new RepairSettings(false, 10_000, 32L << 20);

  /** The same, but nothing is compared. */
  public RepairSettings off() {
    return new RepairSettings(false, everyMs, bytesPerSecond);
  }

  public RepairSettings {
    Require.atLeast(100, "repair.everyMs", everyMs);
    Require.atLeast(1 << 10, "repair.bytesPerSecond", bytesPerSecond);
  }
}
