package io.atoll.storage.log;

import io.atoll.env.Disk;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Files of segments that the log no longer begins with, kept to become the next segments: their
 * space is allocated and written, so a sync of a frame in them stores the frame and nothing else.
 * They lie below the beginning of the log under their old names, which a start ignores, until they
 * are renamed. Belongs to one worker.
 *
 * <p>What an older life left in a file passes for nothing: the checksum of every header covers the
 * number of its segment, and no number is used twice.
 */
final class RecycledSegments {
  private static final int MAX_KEPT = 2;

  private final Disk disk;
  private final long maxSegmentBytes;
  private final ArrayDeque<Long> kept = new ArrayDeque<>();
  private long used;

  /**
   * @param segmentBytes how long a segment usually is: one that is much longer is not kept
   */
  RecycledSegments(Disk disk, long segmentBytes) {
    this.disk = disk;
    this.maxSegmentBytes = 2 * segmentBytes;
  }

  /** How many segments were made of older ones. */
  long used() {
    return used;
  }

  /** Keeps or deletes a segment that the log durably does not begin with any more. */
  void add(long sequence, long sizeBytes) throws IOException {
    if (kept.size() < MAX_KEPT && sizeBytes <= maxSegmentBytes) {
      kept.add(sequence);
    } else {
      disk.delete(SegmentHeader.fileName(sequence));
    }
  }

  /** Gives one of the files, if there is any, a name that is free; not synced. */
  void renameTo(String name) throws IOException {
    Long sequence = kept.poll();
    if (sequence != null) {
      disk.rename(SegmentHeader.fileName(sequence), name);
      used++;
    }
  }
}
