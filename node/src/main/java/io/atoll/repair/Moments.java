package io.atoll.repair;

/**
 * The moments as of which sets are compared: each {@value #STEP_MS} ms of wall time there is one.
 * Changes are kept apart by the moment before which they were made for a while, so that both sides
 * can tell what they had then.
 */
public final class Moments {
  /** From one moment to the next. */
  public static final long STEP_MS = 2_000;

  /** After that time a write is on all replicas that it can reach, mostly. */
  public static final long SETTLING_MS = 3_000;

  /** So long one can go back. */
  public static final long KEPT_MS = 20_000;

  private Moments() {}

  /** The latest moment to compare as of, which what was written until then has settled since. */
  public static long settled(long wallMs) {
    return latest(wallMs - SETTLING_MS);
  }

  /** The latest moment that is not after a time. */
  public static long latest(long wallMs) {
    return Math.max(0, wallMs - Math.floorMod(wallMs, STEP_MS));
  }
}
