package io.atoll.client.engine;

import io.atoll.resilience.Backoff;
import java.util.List;
import java.util.Objects;

/**
 * How a client behaves. Immutable; {@link #of} gives defaults, the {@code with} methods change one
 * thing.
 *
 * @param contactPoints where to look for the cluster; one that answers is enough
 * @param clusterName of which name it must be; null for whichever answers
 * @param localDc the DC that requests go to; null for that of the contact point that answers first
 * @param fallbackDcs the DCs to go to, in order, when the local one cannot be reached; those not
 *     named come after them, nearest first by measured latency
 */
public record EngineSettings(
    List<ContactPoint> contactPoints,
    String clusterName,
    String localDc,
    List<String> fallbackDcs,
    Connecting connecting,
    Limits limits,
    Repeats repeats) {
  public EngineSettings {
    contactPoints = List.copyOf(contactPoints);
    fallbackDcs = List.copyOf(fallbackDcs);
    Objects.requireNonNull(connecting, "connecting");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(repeats, "repeats");
    if (contactPoints.isEmpty()) {
      throw new IllegalArgumentException("there are no contact points: name at least one");
    }
  }

  /**
   * How connections are made and watched.
   *
   * @param timeoutMs how long it may take until a node has welcomed
   * @param minBackoffMs pause after the first failure; doubled after each
   * @param maxBackoffMs longest pause
   * @param pingMs after so long a silence a node is asked whether it is there
   * @param silenceMs after so long a silence of a node that owes an answer its connection is broken
   * @param perNodeLoop connections of one loop of the client to each loop of a node
   */
  public record Connecting(
      int timeoutMs,
      int minBackoffMs,
      int maxBackoffMs,
      int pingMs,
      int silenceMs,
      int perNodeLoop) {
    public static final Connecting DEFAULT = new Connecting(2_000, 50, 5_000, 500, 2_000, 1);

    public Connecting {
      atLeast("connect timeout in ms", timeoutMs, 1);
      atLeast("smallest backoff in ms", minBackoffMs, 1);
      atLeast("largest backoff in ms", maxBackoffMs, minBackoffMs);
      atLeast("ping period in ms", pingMs, 4);
      atLeast("silence bound in ms", silenceMs, pingMs + 1);
      atLeast("number of connections per node loop", perNodeLoop, 1);
    }

    Backoff backoff() {
      return new Backoff(minBackoffMs, maxBackoffMs);
    }
  }

  /**
   * What is bounded.
   *
   * @param inFlight requests of the client that are not answered yet
   * @param queuedBytes keys, values and contexts of those
   * @param unsentBytes of one connection, beyond which it takes no more requests
   */
  public record Limits(int inFlight, long queuedBytes, long unsentBytes) {
    public static final Limits DEFAULT = new Limits(1_024, 64L << 20, 1L << 20);

    public Limits {
      atLeast("most requests in flight", inFlight, 1);
      atLeast("most queued bytes", queuedBytes, 1);
      atLeast("most unsent bytes", unsentBytes, 1);
      if (inFlight > Admission.MAX_COUNT || queuedBytes > Admission.MAX_BYTES / 2) {
        throw new IllegalArgumentException(
            "at most %d requests and %d bytes can be in flight, not %d and %d"
                .formatted(Admission.MAX_COUNT, Admission.MAX_BYTES / 2, inFlight, queuedBytes));
      }
    }
  }

  /**
   * When a request is sent more than once.
   *
   * @param maxAttempts of one request, with the first
   * @param budgetRatio repeats and hedges allowed for each request, in the long run
   * @param budgetPerSecond repeats and hedges allowed besides, so that a quiet client has some
   * @param hedging whether slow reads are asked of a second node at all
   * @param hedgePercentile of recent latencies, beyond which a read is slow
   * @param hedgeFloorMs no read is slow before
   * @param suspicionFloorMs a node that owes answers and says nothing for so long, and for a
   *     multiple of its slowest recent answers, is avoided
   */
  public record Repeats(
      int maxAttempts,
      double budgetRatio,
      int budgetPerSecond,
      boolean hedging,
      double hedgePercentile,
      int hedgeFloorMs,
      int suspicionFloorMs) {
    public static final Repeats DEFAULT = new Repeats(4, 0.2, 10, true, 0.99, 5, 100);

    public Repeats {
      atLeast("most attempts", maxAttempts, 1);
      atLeast("repeats per second", budgetPerSecond, 0);
      atLeast("hedge floor in ms", hedgeFloorMs, 1);
      atLeast("suspicion floor in ms", suspicionFloorMs, 1);
      if (!(budgetRatio >= 0 && budgetRatio <= 1)) {
        throw new IllegalArgumentException(
            "the repeat budget is %s: must be 0 to 1".formatted(budgetRatio));
      }
      if (!(hedgePercentile > 0 && hedgePercentile < 1)) {
        throw new IllegalArgumentException(
            "the hedge percentile is %s: it lies between 0 and 1, such as 0.99"
                .formatted(hedgePercentile));
      }
    }
  }

  /** The defaults. */
  public static EngineSettings of(List<ContactPoint> contactPoints) {
    return new EngineSettings(
        contactPoints, null, null, List.of(), Connecting.DEFAULT, Limits.DEFAULT, Repeats.DEFAULT);
  }

  public EngineSettings withClusterName(String name) {
    return new EngineSettings(
        contactPoints, name, localDc, fallbackDcs, connecting, limits, repeats);
  }

  public EngineSettings withLocalDc(String dc) {
    return new EngineSettings(
        contactPoints, clusterName, dc, fallbackDcs, connecting, limits, repeats);
  }

  public EngineSettings withFallbackDcs(List<String> dcs) {
    return new EngineSettings(
        contactPoints, clusterName, localDc, dcs, connecting, limits, repeats);
  }

  public EngineSettings withConnecting(Connecting other) {
    return new EngineSettings(
        contactPoints, clusterName, localDc, fallbackDcs, other, limits, repeats);
  }

  public EngineSettings withLimits(Limits other) {
    return new EngineSettings(
        contactPoints, clusterName, localDc, fallbackDcs, connecting, other, repeats);
  }

  public EngineSettings withRepeats(Repeats other) {
    return new EngineSettings(
        contactPoints, clusterName, localDc, fallbackDcs, connecting, limits, other);
  }

  private static void atLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "the %s is %d: must be at least %d".formatted(what, value, least));
    }
  }
}
