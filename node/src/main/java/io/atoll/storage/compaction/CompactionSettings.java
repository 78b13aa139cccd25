package io.atoll.storage.compaction;

/** Placeholder until planning arrives. */
public record CompactionSettings(int fanOut) {
  public static CompactionSettings defaults() {
    return new CompactionSettings(4);
  }
}
