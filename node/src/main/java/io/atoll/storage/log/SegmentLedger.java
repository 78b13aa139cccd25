package io.atoll.storage.log;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Which segments are still needed: for each segment and shard where the shard's last frame in it
 * ends, and for each shard up to where its entries are in tables. A segment is needed while a shard
 * has an entry in it that is in no table, and while one before it is: the log is shortened from its
 * beginning only. The newest segment is always needed. Belongs to one worker.
 */
final class SegmentLedger {
  private final LogPosition[] flushed;

  /** From the beginning of the log; none is missing in between. */
  private final ArrayDeque<Segment> segments = new ArrayDeque<>();

  private long bytes;

  /** One segment; {@code lastEnds} has 0 for a shard that has nothing in it. */
  private static final class Segment {
    final long sequence;
    final long[] lastEnds;
    long endOffset;

    Segment(long sequence, int shards) {
      this.sequence = sequence;
      this.lastEnds = new long[shards];
    }
  }

  /**
   * @param flushed per shard, up to where its entries are in tables
   */
  SegmentLedger(List<LogPosition> flushed) {
    this.flushed = flushed.toArray(LogPosition[]::new);
  }

  /** A new segment follows those there are. */
  void begin(long sequence) {
    segments.add(new Segment(sequence, flushed.length));
  }

  /** The newest segment reaches to an offset now; less than before after a failure. */
  void reachesTo(long endOffset) {
    Segment newest = segments.getLast();
    bytes += endOffset - newest.endOffset;
    newest.endOffset = endOffset;
  }

  /** A frame of the newest segment with entries of a shard ends at an offset. */
  void note(int shard, long frameEndOffset) {
    segments.getLast().lastEnds[shard] = frameEndOffset;
  }

  /** All entries of a shard in frames that end at or before a place are in tables. */
  void flushed(int shard, LogPosition upTo) {
    if (upTo.compareTo(flushed[shard]) > 0) {
      flushed[shard] = upTo;
    }
  }

  /** The first segment there is. */
  long first() {
    return segments.isEmpty() ? 1 : segments.getFirst().sequence;
  }

  /** The first segment that is needed. */
  long firstNeeded() {
    for (Segment segment : segments) {
      if (segment.sequence == segments.getLast().sequence || pinningShard(segment) >= 0) {
        return segment.sequence;
      }
    }
    return first();
  }

  /**
   * Forgets the first segment.
   *
   * @return how long it was
   */
  long forgetFirst() {
    Segment gone = segments.removeFirst();
    bytes -= gone.endOffset;
    return gone.endOffset;
  }

  /** The lowest shard that keeps the first segment from being given up; -1 when none does. */
  int oldestPinningShard() {
    return segments.size() < 2 ? -1 : pinningShard(segments.getFirst());
  }

  /** Bytes that a recovery would read. */
  long bytes() {
    return bytes;
  }

  private int pinningShard(Segment segment) {
    for (int shard = 0; shard < flushed.length; shard++) {
      long end = segment.lastEnds[shard];
      LogPosition upTo = flushed[shard];
      boolean isFlushed =
          upTo.sequence() > segment.sequence
              || (upTo.sequence() == segment.sequence && upTo.offset() >= end);
      if (end > 0 && !isFlushed) {
        return shard;
      }
    }
    return -1;
  }
}
