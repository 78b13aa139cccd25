package io.atoll.chaos;

import io.atoll.chaos.fault.Encounters;
import java.util.List;

/**
 * How one run ended.
 *
 * @param broken every broken promise in words; empty for a good run
 * @param summary what happened, in figures
 * @param encounters which faults tried anything
 * @param transcript what happened, line by line
 */
public record Verdict(
    long seed,
    List<String> broken,
    String summary,
    Encounters encounters,
    List<String> transcript) {
  public boolean isGood() {
    return broken.isEmpty();
  }

  @Override
  public String toString() {
    String verdict = isGood() ? "good" : "BROKEN: " + broken.getFirst();
    return "seed %d: %s (%s)".formatted(seed, verdict, summary);
  }
}
