package io.atoll.resilience;

/**
 * Bounds what is added to the load when things go wrong: further attempts, retries and hedges
 * alike, are paid from a bucket into which every request puts a fraction of one. So when everything
 * fails, a cluster that has too much to do gets a tenth more requests and not twice as many
 * (Google, "Site Reliability Engineering", chapter 22, "Handling overload"). A small income over
 * time lets a client with few requests retry at all, and the capacity covers the sudden loss of one
 * node.
 *
 * <p>A bucket without clock; used by one thread.
 */
public final class RetryBudget {
  private final double perRequest;
  private final double perSecond;
  private final double capacity;
  private double tokens;
  private long filledNanos;

  /**
   * Begins full.
   *
   * @param perRequest further attempts that each request pays for, such as 0.1
   * @param perSecond further attempts that time pays for
   * @param capacity how many can be saved up, at least 1
   */
  public RetryBudget(double perRequest, double perSecond, double capacity, long nowNanos) {
    this.perRequest = perRequest;
    this.perSecond = perSecond;
    this.capacity = capacity;
    this.tokens = capacity;
    this.filledNanos = nowNanos;
  }

  /** A request arrived. */
  public void deposit() {
    tokens = Math.min(capacity, tokens + perRequest);
  }

  /** Pays for one further attempt; false when it cannot be paid. */
  public boolean pay(long nowNanos) {
    return payFrom(1, nowNanos);
  }

  /**
   * Pays for one further attempt that others may need more: only while at least that share of the
   * capacity is there.
   *
   * @param share 0 to 1
   */
  public boolean payIfAbove(double share, long nowNanos) {
    return payFrom(Math.max(1, share * capacity), nowNanos);
  }

  /** Gives back what was paid for an attempt that was not made. */
  public void giveBack() {
    tokens = Math.min(capacity, tokens + 1);
  }

  /** Further attempts that could be paid now, time's income since the last one not counted. */
  public double tokens() {
    return tokens;
  }

  public double capacity() {
    return capacity;
  }

  private boolean payFrom(double least, long nowNanos) {
    tokens = Math.min(capacity, tokens + (nowNanos - filledNanos) * 1e-9 * perSecond);
    filledNanos = nowNanos;
    if (tokens < least) {
      return false;
    }
    tokens--;
    return true;
  }
}
