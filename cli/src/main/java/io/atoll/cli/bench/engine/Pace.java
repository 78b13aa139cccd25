package io.atoll.cli.bench.engine;

/**
 * When requests should start. Used by one {@link Generator}, on its thread.
 *
 * <p>A <b>closed</b> loop is so many clients, each of which sends its next request when the last is
 * answered. It finds out what a store can carry, but a store that stalls is asked less just then: a
 * stall of a second shows once for each client, where users who come on their own would have felt
 * it many times ("coordinated omission", G. Tene). An <b>open</b> loop has a schedule that does not
 * wait for anybody, and latency counts from when a request should have been sent, so that the wait
 * behind a stall is part of it.
 */
public sealed interface Pace {
  /** When the next request should start; a time that is not after now if it is due. */
  long nextNs(long nowNs);

  /** The next request is taken care of: on to the one after it. */
  void advance();

  /** How long a place rests after a request that failed. */
  long restNs();

  /** As soon as there is room. */
  final class Closed implements Pace {
    /** Without it, a store that is down would be asked as fast as a loop can turn. */
    private static final long REST_NS = 10_000_000;

    @Override
    public long nextNs(long nowNs) {
      return nowNs;
    }

    @Override
    public void advance() {
      // The next one is due whenever there is room.
    }

    @Override
    public long restNs() {
      return REST_NS;
    }
  }

  /** By a schedule of equal distances. */
  final class Open implements Pace {
    private final long firstNs;
    private final double distanceNs;
    private long number;

    /**
     * @param perSecond above 0
     */
    public Open(long firstNs, double perSecond) {
      this.firstNs = firstNs;
      this.distanceNs = 1e9 / perSecond;
    }

    @Override
    public long nextNs(long nowNs) {
      return firstNs + (long) (number * distanceNs);
    }

    @Override
    public void advance() {
      number++;
    }

    @Override
    public long restNs() {
      return 0;
    }
  }
}
