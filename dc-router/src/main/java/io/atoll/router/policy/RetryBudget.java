package io.atoll.router.policy;

/**
 * Bounds what a router adds to the load when things go wrong: further attempts, retries and hedges
 * alike, are paid from a bucket into which every request puts a fraction of one. So when everything
 * fails, a cluster that has too much to do gets a tenth more requests and not twice as many
 * (Google, "Site Reliability Engineering", chapter 22, "Handling overload"). A small income by time
 * lets a router with few requests retry at all, and the bucket's size lets the loss of one node be
 * met at once.
 *
 * <p>A bucket without clock; used by one thread.
 */
public final class RetryBudget {
  private final double perRequest;
  private final double perSecond;
  private final double size;
  private double tokens;
  private long filledNanos;

  /**
   * Begins full.
   *
   * @param perRequest further attempts that each request pays for, such as 0.1
   * @param perSecond further attempts that time pays for
   * @param size how many can be saved up
   */
  public RetryBudget(double perRequest, double perSecond, double size, long nowNanos) {
    this.perRequest = perRequest;
    this.perSecond = perSecond;
    this.size = size;
    this.tokens = size;
    this.filledNanos = nowNanos;
  }

  /** A request arrived. */
  public void deposit() {
    tokens = Math.min(size, tokens + perRequest);
  }

  /** Pays for one further attempt; false when it cannot be paid. */
  public boolean pay(long nowNanos) {
    tokens = Math.min(size, tokens + (nowNanos - filledNanos) * 1e-9 * perSecond);
    filledNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Gives back what was paid for an attempt that was not made. */
  public void giveBack() {
    tokens = Math.min(size, tokens + 1);
  }

  /** Further attempts that could be paid now, time's income since the last one not counted. */
  public double tokens() {
    return tokens;
  }

  public double size() {
    return size;
  }
}
