package io.atoll.ring;

/** When a read brings the replicas that it found to be stale up to date. */
public enum ReadRepair {
  /** After its answer, which waits for nobody. */
  BACKGROUND,
  /**
   * Before its answer: as many replicas as its level asks for hold on disk what it shows, so that
   * no later read whose level overlaps shows less.
   */
  BLOCKING
}
