package io.atoll.server.binary;

/** How long one connection has kept the node waiting, and for what. */
final class ConnectionTimeouts {
  private final BinarySettings settings;
  private final long begunNanos;
  private long heardNanos;
  private boolean midFrame;
  private long frameBeganNanos;
  private long takenBytes;
  private long takenNanos;

  ConnectionTimeouts(BinarySettings settings, long nowNanos) {
    this.settings = settings;
    this.begunNanos = nowNanos;
    this.heardNanos = nowNanos;
    this.takenNanos = nowNanos;
  }

  /** Something came. */
  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  /**
   * Frames were read.
   *
   * @param count how many whole ones
   * @param waitingBytes how much of an unfinished one is left behind them
   */
  void frames(int count, int waitingBytes) {
    if (waitingBytes > 0 && (count > 0 || !midFrame)) {
      frameBeganNanos = heardNanos;
    }
    midFrame = waitingBytes > 0;
  }

  boolean greetingIsLate(long nowNanos) {
    return nowNanos - begunNanos >= settings.waits().greetingMs() * 1_000_000;
  }

  boolean frameIsLate(long nowNanos) {
    return midFrame && nowNanos - frameBeganNanos >= settings.waits().frameMs() * 1_000_000;
  }

  boolean isIdle(long nowNanos) {
    return quietNanos(nowNanos) >= settings.waits().idleMs() * 1_000_000;
  }

  long quietNanos(long nowNanos) {
    return nowNanos - heardNanos;
  }

  /**
   * Whether answers lie there and none of them was taken for too long.
   *
   * @param totalTakenBytes since the connection began
   */
  boolean stallIsTooLong(long nowNanos, long unsentBytes, long totalTakenBytes) {
    if (unsentBytes == 0 || totalTakenBytes != takenBytes) {
      takenBytes = totalTakenBytes;
      takenNanos = nowNanos;
    }
    return nowNanos - takenNanos >= settings.waits().stallMs() * 1_000_000;
  }
}
