package io.atoll.repair;

import java.util.List;

/**
 * A run that a person asked for: this node compares itself with some other replicas, makes them and
 * itself the same, and compares once more, until they are in step or that gets no further.
 *
 * @param id by which it can be asked for, until the node has had many others or stops
 * @param startedMs wall time
 * @param endedMs wall time; 0 while it goes on
 * @param parts one for each replica, in the order in which they are visited
 */
public record RepairRun(
    long id, RepairFilter filter, long startedMs, long endedMs, List<Part> parts) {
  /**
   * The part of one replica.
   *
   * @param member the other replica, by its number
   * @param state how far it is
   * @param verdict what the comparison that came last in this run came to
   * @param asOfMs the moment of that comparison; 0 while there was none
   * @param bytesLeft about how many bytes of keys and values are left to be sent or received; -1
   *     while nobody knows
   * @param arcsNotCompared how many arcs that comparison left out
   * @param why what went wrong last; empty where nothing did
   */
  public record Part(
      int member,
      State state,
      RepairVerdict verdict,
      long asOfMs,
      RepairTally tally,
      long bytesLeft,
      long arcsNotCompared,
      String why) {
    /** Bytes of keys and values that were sent or received. */
    public long bytesDone() {
      return tally.sentBytes() + tally.receivedBytes();
    }
  }

  /** How far a part is. */
  public enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  public RepairRun {
    parts = List.copyOf(parts);
  }

  /** Whether it goes on. */
  public boolean isRunning() {
    return endedMs == 0;
  }

  /** What all of it came to: the worst of its parts; in step where there is nobody to differ. */
  public RepairVerdict verdict() {
    RepairVerdict worst = RepairVerdict.IN_STEP;
    for (Part part : parts) {
      if (rank(part.verdict) > rank(worst)) {
        worst = part.verdict;
      }
    }
    return worst;
  }

  private static int rank(RepairVerdict verdict) {
    return switch (verdict) {
      case IN_STEP -> 0;
      case NONE -> 1;
      case MENDED -> 2;
      case NOT_COMPARED -> 3;
      case DIFFERENT -> 4;
    };
  }

  /** Bytes of keys and values that were sent or received. */
  public long bytesDone() {
    return parts.stream().mapToLong(Part::bytesDone).sum();
  }

  /** About how many bytes are left; -1 while nobody knows. */
  public long bytesLeft() {
    long left = 0;
    for (Part part : parts) {
      if (part.bytesLeft < 0) {
        return -1;
      }
      left += part.bytesLeft;
    }
    return left;
  }

  /** In how many seconds it may end, at the rate so far; -1 when nobody knows. */
  public long etaSeconds(long nowMs) {
    if (!isRunning() || bytesLeft() == 0) {
      return 0;
    }
    long done = bytesDone();
    long passedMs = nowMs - startedMs;
    return bytesLeft() < 0 || done == 0 || passedMs <= 0
        ? -1
        : (long) Math.ceil(bytesLeft() * (passedMs / 1e3) / done);
  }
}
