package io.atoll.client.engine;

/**
 * How many requests may be sent more than once: a bucket of tokens that every request fills by a
 * fraction and time by a little, so that repeats stay a fraction of the load however many requests
 * fail. Otherwise a client would multiply its load just when a cluster is short of strength.
 * Single-threaded.
 *
 * <p>The bucket holds as many tokens as requests can be in flight and begins full: the death of one
 * node may then be answered by repeating all that it had. Hedges leave half of it to repeats.
 */
final class RetryBudget {
  private final double capacity;
  private final double perRequest;
  private final double perNano;
  private double tokens;
  private long filledNanos;

  RetryBudget(EngineSettings.Repeats repeats, int capacity, long nowNanos) {
    this.capacity = Math.max(1, capacity);
    this.perRequest = repeats.budgetRatio();
    this.perNano = repeats.budgetPerSecond() / 1e9;
    this.tokens = this.capacity;
    this.filledNanos = nowNanos;
  }

  /** A request came. */
  void earn() {
    tokens = Math.min(capacity, tokens + perRequest);
  }

  /** Takes what one repeat costs; false when it is not there. */
  boolean takeRepeat(long nowNanos) {
    return take(1, nowNanos);
  }

  /** Takes what one hedge costs; false when repeats may need it. */
  boolean takeHedge(long nowNanos) {
    return take(Math.max(1, capacity / 2), nowNanos);
  }

  private boolean take(double least, long nowNanos) {
    tokens = Math.min(capacity, tokens + perNano * (nowNanos - filledNanos));
    filledNanos = nowNanos;
    if (tokens < least) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
