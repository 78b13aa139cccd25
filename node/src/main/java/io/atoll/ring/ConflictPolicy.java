package io.atoll.ring;

/** What becomes of concurrent values. */
public enum ConflictPolicy {
  /** All are kept and given to the reader. */
  SIBLINGS,
  /** The one with the highest hybrid logical time is kept, ties decided by dot. */
  LWW
}
