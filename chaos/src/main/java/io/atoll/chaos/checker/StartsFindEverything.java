package io.atoll.chaos.checker;

import java.util.List;

/**
 * A node that starts holds everything that its disk held for certain, or states that stand for it.
 */
public final class StartsFindEverything implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    return evidence.watch().lostAtStarts();
  }
}
