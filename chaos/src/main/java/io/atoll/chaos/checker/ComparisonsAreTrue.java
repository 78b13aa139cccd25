package io.atoll.chaos.checker;

import io.atoll.chaos.watch.Comparisons;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes say that they are in step only where they are, by what is on their disks; and once nothing
 * has changed anywhere for a while, nobody finds a difference or brings anything.
 */
public final class ComparisonsAreTrue implements Checker {
  /**
   * A comparison is as of three to five seconds back, what it finds is brought within seconds, and
   * said when somebody asks.
   */
  private static final long REST_MS = 10_000;

  @Override
  public List<String> check(Evidence evidence) {
    Comparisons comparisons = evidence.watch().comparisons();
    List<String> found = new ArrayList<>(comparisons.untrue());
    found.addAll(comparisons.foundAtRest(REST_MS));
    return found;
  }
}
