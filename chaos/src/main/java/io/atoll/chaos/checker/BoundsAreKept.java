package io.atoll.chaos.checker;

import java.util.List;

/**
 * Queues, memory and the log of every node stayed within their bounds, whenever somebody looked.
 */
public final class BoundsAreKept implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    return evidence.watch().exceeded();
  }
}
