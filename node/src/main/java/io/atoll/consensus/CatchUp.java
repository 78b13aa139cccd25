package io.atoll.consensus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Whom to ask for missing epochs: any peer that is known to have some, one at a time, another when
 * the one does not answer or does not help. Requests wait for these epochs, so the first patience
 * is short; it doubles with each that is in vain, lest a large value that is slow to come be asked
 * of everybody.
 */
final class CatchUp {
  private static final int MAX_PEERS = 32;
  private static final int MAX_FAILURES = 5;
  private static final int MAX_DOUBLINGS = 3;

  private record Source(long newestEpoch, int failures) {}

  private final long timeoutMs;
  private final RandomGenerator entropy;
  private final TreeMap<String, Source> sources = new TreeMap<>();
  private Optional<String> asked = Optional.empty();
  private long askedAtMs;
  private int inVain;

  CatchUp(long timeoutMs, RandomGenerator entropy) {
    this.timeoutMs = timeoutMs;
    this.entropy = entropy;
  }

  /** A peer is known to have an epoch. */
  void announced(String peer, long epoch) {
    Source known = sources.get(peer);
    if (known != null) {
      sources.put(peer, new Source(Math.max(known.newestEpoch, epoch), known.failures));
    } else if (sources.size() < MAX_PEERS) {
      sources.put(peer, new Source(epoch, 0));
    }
  }

  /**
   * A peer answered, and what it sent has been adopted.
   *
   * @param peerEpoch the newest that it has
   * @param helped whether this node came to a newer epoch by it; if not, the next peer is asked
   *     only after the time-out, lest an unreadable value be fetched in a tight circle
   */
  void answered(String peer, long peerEpoch, boolean helped) {
    sources.computeIfPresent(peer, (p, s) -> new Source(peerEpoch, helped ? 0 : s.failures));
    announced(peer, peerEpoch);
    if (helped && asked.isPresent() && asked.get().equals(peer)) {
      asked = Optional.empty();
    }
  }

  /** The peer to ask now, if any; it counts as asked. */
  Optional<String> next(long nowMs, long newestEpoch) {
    if (sources.isEmpty() && asked.isEmpty()) {
      return asked;
    }
    sources.values().removeIf(s -> s.newestEpoch <= newestEpoch);
    if (asked.isPresent() && sources.containsKey(asked.get())) {
      if (nowMs - askedAtMs < timeoutMs << inVain) {
        return Optional.empty();
      }
      failed(asked.get());
      inVain = Math.min(inVain + 1, MAX_DOUBLINGS);
    } else {
      inVain = 0;
    }
    List<String> candidates = candidates();
    asked =
        candidates.isEmpty()
            ? Optional.empty()
            : Optional.of(candidates.get(entropy.nextInt(candidates.size())));
    askedAtMs = nowMs;
    return asked;
  }

  private void failed(String peer) {
    sources.computeIfPresent(
        peer,
        (p, s) ->
            s.failures + 1 >= MAX_FAILURES ? null : new Source(s.newestEpoch, s.failures + 1));
  }

  /** All but the one that failed just now, unless there is no other. */
  private List<String> candidates() {
    List<String> others =
        sources.entrySet().stream()
            .map(Map.Entry::getKey)
            .filter(p -> asked.isEmpty() || !asked.get().equals(p))
            .toList();
    return others.isEmpty() ? List.copyOf(sources.keySet()) : others;
  }
}
