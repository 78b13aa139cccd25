package io.atoll.hints;

import java.util.List;

/**
 * States of some keys that their receiver, a replica of each, is to merge into its own.
 *
 * @param epoch of the sender's topology
 */
public record Parcel(long epoch, List<Entry> entries) {
  /**
   * One key.
   *
   * @param state encoded
   */
  public record Entry(int keyspaceId, byte[] key, byte[] state) {
    /** What it counts for in a parcel. */
    public int sizeBytes() {
      return key.length + state.length;
    }
  }

  public Parcel {
    entries = List.copyOf(entries);
  }
}
