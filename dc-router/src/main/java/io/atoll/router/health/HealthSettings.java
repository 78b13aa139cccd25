package io.atoll.router.health;

/**
 * How a router makes up its mind.
 *
 * @param localDc the DC to prefer whatever its latency, or ""
 * @param probeNanos how often a node is asked whether it is ready
 * @param probeTimeoutNanos how long it has to answer that
 * @param silenceNanos a node that owes an answer and gives none for so long is suspected; longer
 *     for nodes whose answers take longer
 * @param maxInFlightPerNode requests that a node may owe an answer to, per loop
 * @param settleNanos how long another DC must have been the better one before traffic returns to it
 * @param rampNanos over how long traffic then moves there, bit by bit
 * @param hedgeQuantile a read that takes longer than this share of reads is asked elsewhere too
 * @param hedgeMinNanos but never sooner than after this
 * @param hedgeMaxNanos and never later
 * @param node when requests to one node stop
 * @param dc when requests to a whole DC stop
 */
public record HealthSettings(
    String localDc,
    long probeNanos,
    long probeTimeoutNanos,
    long silenceNanos,
    int maxInFlightPerNode,
    long settleNanos,
    long rampNanos,
    double hedgeQuantile,
    long hedgeMinNanos,
    long hedgeMaxNanos,
    BreakerSettings node,
    BreakerSettings dc) {
  private static final long MS = 1_000_000L;

  public static final HealthSettings DEFAULT =
      new HealthSettings(
          "",
          500 * MS,
          500 * MS,
          300 * MS,
          256,
          5_000 * MS,
          10_000 * MS,
          0.95,
          10 * MS,
          500 * MS,
          BreakerSettings.NODE,
          BreakerSettings.DC);

  public HealthSettings withLocalDc(String dcName) {
    return new HealthSettings(
        dcName,
        probeNanos,
        probeTimeoutNanos,
        silenceNanos,
        maxInFlightPerNode,
        settleNanos,
        rampNanos,
        hedgeQuantile,
        hedgeMinNanos,
        hedgeMaxNanos,
        node,
        dc);
  }

  public HealthSettings withProbes(long everyNanos, long timeoutNanos) {
    return new HealthSettings(
        localDc,
        everyNanos,
        timeoutNanos,
        silenceNanos,
        maxInFlightPerNode,
        settleNanos,
        rampNanos,
        hedgeQuantile,
        hedgeMinNanos,
        hedgeMaxNanos,
        node,
        dc);
  }

  public HealthSettings withMaxInFlightPerNode(int requests) {
    return new HealthSettings(
        localDc,
        probeNanos,
        probeTimeoutNanos,
        silenceNanos,
        requests,
        settleNanos,
        rampNanos,
        hedgeQuantile,
        hedgeMinNanos,
        hedgeMaxNanos,
        node,
        dc);
  }
}
