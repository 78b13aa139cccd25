package io.atoll.router.health;

/** How a router makes up its mind, in groups; {@code with} makes a copy with another part. */
public record HealthSettings(Nodes nodes, Dcs dcs, Hedging hedging) {
  private static final long MS = 1_000_000L;

  public static final HealthSettings DEFAULT =
      new HealthSettings(
          new Nodes(500 * MS, 500 * MS, 300 * MS, 256, BreakerSettings.NODE),
          new Dcs("", 5_000 * MS, 10_000 * MS, BreakerSettings.DC),
          new Hedging(0.95, 10 * MS, 500 * MS));

  /**
   * What is held of one node.
   *
   * @param probeNanos how often it is asked whether it is ready
   * @param probeTimeoutNanos how long it has to answer that
   * @param silenceNanos one that owes an answer and gives none for so long is suspected; longer for
   *     nodes whose answers take longer
   * @param maxInFlight requests that it may owe an answer to, per loop
   * @param breaker when requests to it stop
   */
  public record Nodes(
      long probeNanos,
      long probeTimeoutNanos,
      long silenceNanos,
      int maxInFlight,
      BreakerSettings breaker) {}

  /**
   * Which DC is asked first.
   *
   * @param local the one to prefer whatever its latency, or ""
   * @param settleNanos how long another must have been the better one before traffic returns to it
   * @param rampNanos over how long traffic then moves there, bit by bit
   * @param breaker when requests to a whole DC stop
   */
  public record Dcs(String local, long settleNanos, long rampNanos, BreakerSettings breaker) {}

  /**
   * When a read is asked elsewhere too.
   *
   * @param quantile when it takes longer than this share of reads
   * @param minNanos but never sooner than after this
   * @param maxNanos and never later
   */
  public record Hedging(double quantile, long minNanos, long maxNanos) {}

  public HealthSettings withLocalDc(String name) {
    return new HealthSettings(
        nodes, new Dcs(name, dcs.settleNanos, dcs.rampNanos, dcs.breaker), hedging);
  }

  public HealthSettings withProbes(long everyNanos, long timeoutNanos) {
    return new HealthSettings(
        new Nodes(everyNanos, timeoutNanos, nodes.silenceNanos, nodes.maxInFlight, nodes.breaker),
        dcs,
        hedging);
  }

  public HealthSettings withMaxInFlightPerNode(int requests) {
    return new HealthSettings(
        new Nodes(
            nodes.probeNanos, nodes.probeTimeoutNanos, nodes.silenceNanos, requests, nodes.breaker),
        dcs,
        hedging);
  }
}
