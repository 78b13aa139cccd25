package io.atoll.client;

/** What a read does with the value that a resolver merged from siblings. */
public enum WriteBack {
  /**
   * Writes it, with the context of the siblings, before it answers, so that the context of the
   * answer includes the merged value. If that write fails the read answers all the same.
   */
  AWAITED,
  /**
   * Writes it and answers meanwhile. A write that carries the context of the answer does not
   * replace the merged value, and so may leave siblings again.
   */
  BACKGROUND,
  /** Leaves the siblings as they are: every read merges them again, until a write does. */
  NONE
}
