package io.atoll.cli.bench.engine;

/** Who hears how the requests of a {@link Generator} went, on its thread. */
public interface Results {
  /**
   * A request ended.
   *
   * @param startNs when it should have been sent by the {@link Pace}: what latency counts from
   * @param sentNs when it was sent
   */
  void completed(OpKind kind, long key, long startNs, long sentNs, long nowNs, Outcome outcome);

  /** A request was not sent at all, because its time had run out before there was room for it. */
  void notSent(OpKind kind, long nowNs);

  /** Time has come so far; called many times a second, whatever happens. */
  void tick(long nowNs);
}
