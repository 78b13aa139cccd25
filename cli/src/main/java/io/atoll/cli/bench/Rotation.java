package io.atoll.cli.bench;

/**
 * Takes turns between addresses and passes over, for a second, those that failed. Of one thread.
 */
final class Rotation {
  private static final long PAUSE_NS = 1_000_000_000L;

  private final long[] pausedUntilNs;
  private final boolean[] paused;
  private int turn;

  Rotation(int addresses) {
    pausedUntilNs = new long[addresses];
    paused = new boolean[addresses];
  }

  /** The next in turn that is not passed over; the next in turn where all are. */
  int next(long nowNs) {
    int start = turn;
    turn = (turn + 1) % paused.length;
    for (int i = 0; i < paused.length; i++) {
      int address = (start + i) % paused.length;
      if (paused[address] && nowNs - pausedUntilNs[address] >= 0) {
        paused[address] = false;
      }
      if (!paused[address]) {
        return address;
      }
    }
    return start;
  }

  void failed(int address, long nowNs) {
    paused[address] = true;
    pausedUntilNs[address] = nowNs + PAUSE_NS;
  }
}
