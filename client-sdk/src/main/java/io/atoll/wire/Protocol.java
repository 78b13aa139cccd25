package io.atoll.wire;

/** The numbers of the client protocol, which FORMAT.md describes. */
public final class Protocol {
  /** Oldest version that this code speaks. */
  public static final int MIN_VERSION = 1;

  /** Newest version that this code speaks. */
  public static final int MAX_VERSION = 2;

  /** Longest frame, without its length; both sides close a connection that announces more. */
  public static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;

  /** From this version on the values of one answer may come in several frames. */
  public static final int SOME_VALUES_VERSION = 2;

  /** Most bytes of the values that come before the last frame of their answer. */
  public static final int MAX_SOME_VALUES_BYTES = 256 * 1024 * 1024;

  /** Most keys of one batch. */
  public static final int MAX_BATCH = 1024;

  /** Most contexts that one key of a request carries. */
  public static final int MAX_CONTEXTS = 64;

  /** Longest context; nodes answer none that is longer, and refuse one. */
  public static final int MAX_CONTEXT_BYTES = 6_144;

  /** Largest number of a request: those of a batch's items are no larger than a long. */
  public static final long MAX_NUMBER = Long.MAX_VALUE - MAX_BATCH;

  private Protocol() {}
}
