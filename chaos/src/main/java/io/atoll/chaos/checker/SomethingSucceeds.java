package io.atoll.chaos.checker;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Request;
import io.atoll.chaos.history.Write;
import java.util.List;

/**
 * A run in which no write succeeds, or no read, has shown nothing, however right every refusal may
 * have been: each run has a time before anything strikes.
 */
public final class SomethingSucceeds implements Checker {
  /** Fewer may all have had bad luck. */
  private static final int LEAST = 20;

  @Override
  public List<String> check(Evidence evidence) {
    List<Write> writes = evidence.history().writes();
    List<Read> reads = evidence.history().reads();
    if (none(evidence, writes)) {
      return List.of("none of %d writes succeeded".formatted(writes.size()));
    }
    if (none(evidence, reads)) {
      return List.of("none of %d reads succeeded".formatted(reads.size()));
    }
    return List.of();
  }

  private static boolean none(Evidence evidence, List<? extends Request> requests) {
    long toSoundNodes =
        requests.stream()
            .map(Request::question)
            .filter(
                each ->
                    each.node() == null
                        || evidence
                            .watch()
                            .health()
                            .isSound(
                                each.node(),
                                each.invokedNanos(),
                                each.invokedNanos() + each.timeoutMs() * 1_000_000))
            .count();
    return toSoundNodes >= LEAST
        && requests.stream().noneMatch(each -> each.ending() instanceof Ending.Answered);
  }
}
