package io.atoll.incarnation;

/**
 * The times of a {@link Claimant}.
 *
 * @param patienceMs how long a write may wait after a start for the answers of the others, before a
 *     new incarnation is taken without them
 * @param retryMs when a peer that did not answer is asked again
 * @param watchMs when a peer that accepted is asked again, so that a node learns that it runs
 *     elsewhere too
 * @param silenceMs for how long nobody must have heard of a later run before it is taken for the
 *     past; many times as long as the watch, for every run that is alive claims itself so often
 */
public record IncarnationSettings(long patienceMs, long retryMs, long watchMs, long silenceMs) {
  /** What a node uses unless told otherwise. */
  public static final IncarnationSettings DEFAULT =
      new IncarnationSettings(3_000, 250, 30_000, 600_000);

  public IncarnationSettings {
    if (patienceMs < 0 || retryMs < 1 || watchMs < 1 || silenceMs <= watchMs) {
      throw new IllegalArgumentException(
          "patience %d ms, retry %d ms, watch %d ms, silence %d ms: must be 0 or more, 1 or more, 1 or more, longer than the watch"
              .formatted(patienceMs, retryMs, watchMs, silenceMs));
    }
  }
}
