package io.atoll.chaos.checker;

import java.util.List;

/**
 * No voter on the topology goes back on what it has said, though it was killed in between, and no
 * proposer passes over what voters told it. Then no epoch can be decided twice, however few runs
 * there are in which it is. A node whose disk was harmed has forgotten what it said, and asks the
 * others before it votes again.
 */
public final class VotersKeepTheirWord implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    return evidence.watch().brokenWords();
  }
}
