package io.atoll.cli.load;

/**
 * Where a load ended.
 *
 * @param complete whether the input was read to its end and everything was answered
 * @param nextLine of the input that was read no more
 * @param unreadBytes from that line on; -1 when unknown
 * @param firstOpenLine of the records that were not acknowledged, or whose fate is not known;
 *     {@code nextLine} when there are none
 */
record LoadEnd(boolean complete, long nextLine, long unreadBytes, long firstOpenLine) {
  /** Whether another run of the load would have something to do. */
  boolean leavesAny() {
    return !complete || firstOpenLine < nextLine;
  }

  /** The options of a run that does what is left, and nothing twice. */
  String options() {
    return "--from-line %d%s"
        .formatted(firstOpenLine, firstOpenLine < nextLine ? " --skip-present" : "");
  }
}
