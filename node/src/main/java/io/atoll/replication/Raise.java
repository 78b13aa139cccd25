package io.atoll.replication;

import io.atoll.causal.Siblings;
import io.atoll.causal.Version;

/**
 * That a write is to be made again with a later time, where the last writer wins: as its replica
 * made it, it lost to a version that another replica held and this one did not know.
 *
 * <p>The later time is the least above that version. Between the two spreads somebody may read the
 * write as it was first made, elsewhere, and overwrite it; what is acknowledged then lies above
 * every version that was acknowledged before, and so above the raised write: {@link
 * io.atoll.causal.HybridClock#after} leaves room below it. Two cases remain: it was made at the
 * very moment of the version that the write lost to; or it lost to that too, so that both are made
 * again above it, at one time, and their dots decide, everywhere alike.
 *
 * @param made the version that the replica made of the write
 * @param above the timestamp of what it lost to
 */
public record Raise(Version made, long above) {
  /**
   * Whether the write may be made again: its replica knows nothing later than it and what it lost
   * to. What has come and is later than both was not acknowledged before the write was asked for,
   * may have been written by somebody who had seen the write, and must not lose to it.
   */
  public boolean fits(Siblings current) {
    Version newest = current.only();
    return newest != null && (newest.dot().equals(made.dot()) || newest.timestamp() <= above);
  }
}
