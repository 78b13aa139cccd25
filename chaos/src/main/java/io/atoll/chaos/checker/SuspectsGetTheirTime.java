package io.atoll.chaos.checker;

import io.atoll.chaos.watch.Health;
import java.util.ArrayList;
import java.util.List;

/**
 * No node that is there is taken for down before it had the time that a suspect has to answer, nor
 * after it has had the time to say that it lives.
 *
 * @param condemned everybody who was newly taken for down, by whom and when
 */
public record SuspectsGetTheirTime(List<Condemnation> condemned) implements Checker {
  /**
   * A node that probes another waits 1,200 ms for its answer, and after that 3,000 ms at least for
   * a refutation ({@code GossipSettings}); clocks drift, and who looks does so now and then.
   */
  private static final long LEAST_MS = 3_500;

  /** After so long nobody is under suspicion any more for what was before. */
  private static final long FORGOTTEN_MS = 10_000;

  /** Within so long a suspect that answers is heard: the last checks of the farthest. */
  private static final long HEARD_MS = 3_000;

  /** A node was newly taken for down by gossip of another. */
  public record Condemnation(String by, String about, long atNanos) {}

  @Override
  public List<String> check(Evidence evidence) {
    return tooEarly(evidence.watch().health());
  }

  List<String> tooEarly(Health health) {
    List<String> found = new ArrayList<>();
    for (Condemnation each : condemned) {
      if (wasThere(health, each)) {
        judge(health, each, found);
      }
    }
    return found;
  }

  /** Who goes says so, and may be taken for down at once. */
  private static boolean wasThere(Health health, Condemnation each) {
    long from = each.atNanos - FORGOTTEN_MS * 1_000_000;
    return from >= 0
        && health.isThere(each.by, from, each.atNanos)
        && health.isThere(each.about, from, each.atNanos);
  }

  private static void judge(Health health, Condemnation each, List<String> found) {
    if (isCalm(health, each, FORGOTTEN_MS, LEAST_MS)) {
      found.add(
          "%s took %s for down at %.3f ms, and nothing had been wrong until %d ms before"
              .formatted(each.by, each.about, each.atNanos / 1e6, LEAST_MS));
    } else if (isCalm(health, each, HEARD_MS, 0)) {
      found.add(
          "%s took %s for down at %.3f ms, and nothing had been wrong for %d ms"
              .formatted(each.by, each.about, each.atNanos / 1e6, HEARD_MS));
    }
  }

  private static boolean isCalm(Health health, Condemnation each, long fromMs, long toMs) {
    return health.allIsWell(each.atNanos - fromMs * 1_000_000, each.atNanos - toMs * 1_000_000);
  }
}
