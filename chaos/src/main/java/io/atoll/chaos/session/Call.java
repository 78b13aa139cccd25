package io.atoll.chaos.session;

/** One call of the client library, and when and how often it ended. */
public final class Call {
  private final String what;
  private final long beganNanos;
  private final long timeoutMs;
  private long endedNanos = -1;
  private int ends;

  Call(String what, long beganNanos, long timeoutMs) {
    this.what = what;
    this.beganNanos = beganNanos;
    this.timeoutMs = timeoutMs;
  }

  void ended(long nowNanos) {
    endedNanos = nowNanos;
    ends++;
  }

  /** How often it ended. */
  public int ends() {
    return ends;
  }

  /** How much longer than its timeout it took; meaningless before it ended. */
  public long lateMs() {
    return (endedNanos - beganNanos) / 1_000_000 - timeoutMs;
  }

  @Override
  public String toString() {
    return "%s, begun at %.3f ms with %d ms to go".formatted(what, beganNanos / 1e6, timeoutMs);
  }
}
