package io.atoll.chaos.live;

/** What became of a write, as its client knows it. */
enum Fate {
  ACKNOWLEDGED("acked"),

  /** 503 at once: too few replicas are alive. */
  UNAVAILABLE("unavailable"),

  /** 503 after waiting: too few replicas answered. */
  NOT_ENOUGH_ANSWERS("too few answers"),

  /** The connection broke while the client waited. */
  BROKEN_OFF("broken off"),

  /** No answer in time. */
  TIMED_OUT("timed out"),

  /** No node took a connection. */
  NOT_REACHED("not reached"),

  /** Any other answer. */
  OTHER("other");

  private final String title;

  Fate(String title) {
    this.title = title;
  }

  /** As a heading. */
  String title() {
    return title;
  }

  /** Whether the client waited for something that did not come, which ends with detection. */
  boolean isSlow() {
    return this == NOT_ENOUGH_ANSWERS || this == BROKEN_OFF || this == TIMED_OUT;
  }
}
