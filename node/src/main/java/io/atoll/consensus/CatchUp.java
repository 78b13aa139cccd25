package io.atoll.consensus;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Whom to ask for missing epochs: any peer that is known to have some, one at a time, another when
 * the one does not answer or does not help. Requests wait for these epochs, so the first patience
 * is short; it doubles with each that is in vain, lest a large value that is slow to come be asked
 * of everybody time and again.
 *
 * <p>Who has told of an epoch itself can be reached, most likely. One of whom only others told, or
 * that has failed before, may be cut off from this node, or gone: it is asked when nobody better is
 * known, and left soon when somebody is.
 */
final class CatchUp {
  private static final int MAX_PEERS = 32;
  private static final int MAX_DOUBLINGS = 3;

  /** One known by hearsay is asked after those that have failed so often. */
  private static final int HEARSAY = 2;

  private record Source(long newestEpoch, boolean direct, int failures) {
    static final Comparator<Source> BEST_FIRST = Comparator.comparingInt(Source::rank);

    Source heardAgain(long epoch, boolean itself) {
      return new Source(Math.max(newestEpoch, epoch), direct || itself, failures);
    }

    Source failed() {
      return new Source(newestEpoch, direct, failures + 1);
    }

    int rank() {
      return failures + (direct ? 0 : HEARSAY);
    }
  }

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

  /**
   * A peer is known to have an epoch.
   *
   * @param itself whether the peer told so, rather than others of it
   */
  void announced(String peer, long epoch, boolean itself) {
    Source known = sources.get(peer);
    if (known != null) {
      sources.put(peer, known.heardAgain(epoch, itself));
    } else {
      sources.put(peer, new Source(epoch, itself, 0));
      if (sources.size() > MAX_PEERS) {
        sources.remove(worst());
      }
    }
  }

  private String worst() {
    return sources.entrySet().stream()
        .max(Map.Entry.comparingByValue(Source.BEST_FIRST))
        .orElseThrow()
        .getKey();
  }

  /**
   * A peer answered, and what it sent has been adopted.
   *
   * @param peerEpoch the newest that it has
   * @param helped whether this node came to a newer epoch by it; if not, the next peer is asked
   *     only after the time-out, lest an unreadable value be fetched in a tight circle
   */
  void answered(String peer, long peerEpoch, boolean helped) {
    sources.computeIfPresent(
        peer, (p, s) -> new Source(peerEpoch, true, helped ? 0 : s.failures()));
    announced(peer, peerEpoch, true);
    if (helped && asked.isPresent() && asked.get().equals(peer)) {
      asked = Optional.empty();
    }
  }

  /** The peer to ask now, if any; it counts as asked. */
  Optional<String> next(long nowMs, long newestEpoch) {
    if (sources.isEmpty() && asked.isEmpty()) {
      return asked;
    }
    sources.values().removeIf(s -> s.newestEpoch() <= newestEpoch);
    if (asked.isPresent() && sources.containsKey(asked.get())) {
      if (nowMs - askedAtMs < timeoutMs << (isAnyPromising() ? 0 : inVain)) {
        return Optional.empty();
      }
      sources.computeIfPresent(asked.get(), (p, s) -> s.failed());
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

  /** Whether somebody who is not asked yet told so itself, and has not failed. */
  private boolean isAnyPromising() {
    return sources.entrySet().stream()
        .anyMatch(s -> s.getValue().rank() == 0 && !asked.get().equals(s.getKey()));
  }

  /** The best of all but the one that failed just now, unless there is no other. */
  private List<String> candidates() {
    List<Map.Entry<String, Source>> others =
        sources.entrySet().stream()
            .filter(s -> sources.size() == 1 || asked.isEmpty() || !asked.get().equals(s.getKey()))
            .toList();
    int best = others.stream().mapToInt(s -> s.getValue().rank()).min().orElse(0);
    return others.stream().filter(s -> s.getValue().rank() == best).map(Map.Entry::getKey).toList();
  }
}
