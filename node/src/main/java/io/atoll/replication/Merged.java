package io.atoll.replication;

/**
 * What became of a state that a replica merged into its own.
 *
 * @param newer where the last writer wins and the replica held a version that is later than that of
 *     the state, without having seen it: the timestamp of that version; otherwise 0
 */
public record Merged(long newer) {
  /** The state lost to nothing. */
  public static final Merged KEPT = new Merged(0);

  /** That it lost to a version of a timestamp, or to none. */
  public static Merged of(long newer) {
    return newer == 0 ? KEPT : new Merged(newer);
  }
}
