package io.atoll.chaos.world;

/** One of the store's ways to bring its replicas together. */
public enum Repair {
  READ_REPAIR("read-repair", "read repair"),
  HINTS("hints", "hints"),
  ANTI_ENTROPY("anti-entropy", "anti-entropy");

  private final String option;
  private final String words;

  Repair(String option, String words) {
    this.option = option;
    this.words = words;
  }

  /** As users of {@code atoll sim} name it. */
  public String option() {
    return option;
  }

  @Override
  public String toString() {
    return words;
  }
}
