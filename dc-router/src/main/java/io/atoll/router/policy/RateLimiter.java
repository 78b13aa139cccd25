package io.atoll.router.policy;

import java.util.LinkedHashMap;

/**
 * A token bucket for each client. It remembers a bounded number of clients and forgets the one that
 * was quiet for longest; a client that is forgotten begins with a full bucket again, so the bound
 * should be above the number of clients that are active within the time it takes to fill one.
 *
 * <p>Safe for any number of threads: the connections of one client are spread over loops, and a
 * limit for each loop would be several limits. It is the one thing that loops share.
 */
public final class RateLimiter {
  private final double perSecond;
  private final double burst;
  private final int maxClients;
  private final LinkedHashMap<String, Bucket> buckets;
  private long limited;

  /**
   * @param perSecond requests that a client may make in the long run
   * @param burst requests that it may make at once, at least 1
   * @param maxClients how many are remembered
   */
  public RateLimiter(double perSecond, double burst, int maxClients) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.maxClients = maxClients;
    this.buckets = new LinkedHashMap<>(16, 0.75f, true);
  }

  /**
   * Counts a request of a client if it is within its limit.
   *
   * @return 0 when it may pass, else the nanoseconds until one may
   */
  public synchronized long tryPass(String client, long nowNanos) {
    Bucket bucket = buckets.get(client);
    if (bucket == null) {
      bucket = new Bucket(burst, nowNanos);
      buckets.put(client, bucket);
      if (buckets.size() > maxClients) {
        buckets.pollFirstEntry();
      }
    }
    // Loops read the clock on their own, so one may be behind another by a moment.
    long gone = Math.max(0, nowNanos - bucket.filledNanos);
    bucket.tokens = Math.min(burst, bucket.tokens + gone * 1e-9 * perSecond);
    bucket.filledNanos += gone;
    if (bucket.tokens >= 1) {
      bucket.tokens--;
      return 0;
    }
    limited++;
    return Math.max(1, (long) Math.ceil((1 - bucket.tokens) / perSecond * 1e9));
  }

  /** Clients that are remembered. */
  public synchronized int clients() {
    return buckets.size();
  }

  /** Requests that were over the limit of their client. */
  public synchronized long limited() {
    return limited;
  }

  private static final class Bucket {
    private double tokens;
    private long filledNanos;

    Bucket(double tokens, long filledNanos) {
      this.tokens = tokens;
      this.filledNanos = filledNanos;
    }
  }
}
