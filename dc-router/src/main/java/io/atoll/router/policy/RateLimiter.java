package io.atoll.router.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.LongAdder;

/**
 * A token bucket for each client. It remembers a bounded number of clients, and forgets those that
 * ask seldom and have been quiet for long; a client that is forgotten begins with a full bucket
 * again, so the bound should be above the number of clients that are active within the time it
 * takes to fill one. Who comes with ever new names cannot drive out those that ask again and again.
 *
 * <p>Safe for any number of threads: the connections of one client are spread over loops, and a
 * limit for each loop would be several limits. It is the one thing that loops share, and they wait
 * for each other only when they serve the same client at the same moment.
 */
public final class RateLimiter {
  private final double perSecond;
  private final double burst;
  private final Cache<String, Bucket> buckets;
  private final LongAdder limited = new LongAdder();

  /**
   * @param perSecond requests that a client may make in the long run
   * @param burst requests that it may make at once, at least 1
   * @param maxClients how many are remembered
   */
  public RateLimiter(double perSecond, double burst, int maxClients) {
    this.perSecond = perSecond;
    this.burst = burst;
    // What is evicted is evicted by who adds, so that the bound holds without a thread of its own.
    this.buckets = Caffeine.newBuilder().maximumSize(maxClients).executor(Runnable::run).build();
  }

  /**
   * Counts a request of a client if it is within its limit.
   *
   * @return 0 when it may pass, else the nanoseconds until one may
   */
  public long tryPass(String client, long nowNanos) {
    Bucket bucket = buckets.getIfPresent(client);
    if (bucket == null) {
      bucket = buckets.get(client, unknown -> new Bucket(burst, nowNanos));
    }
    double missing = bucket.take(nowNanos, perSecond, burst);
    if (missing <= 0) {
      return 0;
    }
    limited.increment();
    return Math.max(1, (long) Math.ceil(missing / perSecond * 1e9));
  }

  /** Clients that are remembered. */
  public int clients() {
    return (int) buckets.estimatedSize();
  }

  /** Requests that were over the limit of their client. */
  public long limited() {
    return limited.sum();
  }

  private static final class Bucket {
    private double tokens;
    private long filledNanos;

    Bucket(double tokens, long filledNanos) {
      this.tokens = tokens;
      this.filledNanos = filledNanos;
    }

    /** Takes one token; if there is none, how much of one is missing. */
    synchronized double take(long nowNanos, double perSecond, double burst) {
      // Loops read the clock on their own, so one may be behind another by a moment.
      long gone = Math.max(0, nowNanos - filledNanos);
      tokens = Math.min(burst, tokens + gone * 1e-9 * perSecond);
      filledNanos += gone;
      if (tokens < 1) {
        return 1 - tokens;
      }
      tokens--;
      return 0;
    }
  }
}
