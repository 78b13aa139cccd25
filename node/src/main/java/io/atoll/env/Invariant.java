package io.atoll.env;

/**
 * Assertions that are always on: for what can never happen, not for what can happen in operation.
 */
public final class Invariant {
  private Invariant() {}

  /**
   * Fails loudly when a condition that must hold does not.
   *
   * @param what the invariant in words
   */
  public static void check(boolean holds, String what) {
    if (!holds) {
      throw new InvariantViolation(what);
    }
  }

  /** A defect in Atoll itself. */
  public static final class InvariantViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    InvariantViolation(String what) {
      super("broken invariant: " + what);
    }
  }
}
