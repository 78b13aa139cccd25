package io.atoll.repair;

/** What is known of two replicas after they were compared. */
public enum RepairVerdict {
  /** Nothing yet. */
  NONE("not compared yet"),

  /** All that both should hold is the same, as of a moment. */
  IN_STEP("in step"),

  /** They differed, and what was found was brought; whether all of it was is not proved yet. */
  MENDED("differed, and was mended"),

  /** They differ, and some of that could not be brought. */
  DIFFERENT("differs"),

  /** All or a part of it could not be compared. */
  NOT_COMPARED("could not be compared");

  private final String words;

  RepairVerdict(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
