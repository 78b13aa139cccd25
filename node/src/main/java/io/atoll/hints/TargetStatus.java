package io.atoll.hints;

/**
 * What a node has to bring one target, and how that goes.
 *
 * @param member the target, by its number
 * @param keys hints
 * @param bytes that they take
 * @param sinceMs wall time of the oldest write that was missed since there was nothing to bring; 0
 *     where there is nothing
 * @param keysPerSecond how fast it takes them, about
 * @param dirtyArcs arcs of which it lacks keys that no hint names
 * @param refusal why it refused last; empty while it takes what comes
 */
public record TargetStatus(
    int member,
    long keys,
    long bytes,
    long sinceMs,
    double keysPerSecond,
    long dirtyArcs,
    Delivery.State state,
    String refusal) {
  /** In how many seconds all hints are delivered, at the present rate; -1 when nobody knows. */
  public long etaSeconds() {
    if (keys == 0) {
      return 0;
    }
    return keysPerSecond < 0.1 ? -1 : (long) Math.ceil(keys / keysPerSecond);
  }

  /** What two shards have to bring the same target. */
  public TargetStatus plus(TargetStatus other) {
    boolean mine = rank(state) >= rank(other.state);
    return new TargetStatus(
        member,
        keys + other.keys,
        bytes + other.bytes,
        sinceMs == 0 || (other.sinceMs > 0 && other.sinceMs < sinceMs) ? other.sinceMs : sinceMs,
        keysPerSecond + other.keysPerSecond,
        dirtyArcs + other.dirtyArcs,
        mine ? state : other.state,
        mine && !refusal.isEmpty() ? refusal : other.refusal);
  }

  /** What one shard says of the target before another. */
  private static int rank(Delivery.State state) {
    return switch (state) {
      case IDLE -> 0;
      case REFUSED -> 1;
      case DELIVERING -> 2;
      case TAKES_NO_WRITES -> 3;
      case DOWN -> 4;
      case PAUSED -> 5;
    };
  }
}
