package io.atoll.repair;

/**
 * The moments as of which sets are compared: each {@value #STEP_MS} ms of wall time there is one. A
 * change counts as of all moments that are not before its event.
 */
public final class Moments {
  /** From one moment to the next. */
  public static final long STEP_MS = 2_000;

  /** After that time a write is on all replicas that it can reach, mostly. */
  public static final long SETTLING_MS = 3_000;

  /** So long one can go back. */
  public static final long KEPT_MS = 20_000;

  /**
   * No moment: everything that is known counts. Two sides whose clocks are too far apart for a
   * common moment are compared like that; what is under way between them differs then.
   */
  public static final long NOW = Long.MAX_VALUE;

  private Moments() {}

  /** The latest moment of which all that was written until then has settled, mostly. */
  public static long settled(long wallMs) {
    return latest(wallMs - SETTLING_MS);
  }

  /** The latest moment that is not after a time. */
  public static long latest(long wallMs) {
    return Math.max(0, wallMs - Math.floorMod(wallMs, STEP_MS));
  }

  /** The first moment that is not before a time. */
  static long notBefore(long wallMs) {
    return latest(wallMs + STEP_MS - 1);
  }
}
