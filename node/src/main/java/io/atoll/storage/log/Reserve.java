package io.atoll.storage.log;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The zeros behind the end of the newest segment, into which the next frames are written. Belongs
 * to one worker.
 *
 * <p>A sync of a file that has grown must store its new length as well, which on a journalling file
 * system is a commit of the journal that all files share; a sync of bytes that were there before is
 * a write of those bytes. So the file grows ahead of its frames, by a large piece at a time, within
 * a sync that was due anyway. Zeros that are really written are needed: space that is merely
 * allocated is marked in the journal when it is first used.
 *
 * <p>A frame never has a payload of length 0, so zeros are no frame, and {@link LogRecovery} takes
 * them for what they are. The reserve is a matter of speed alone: where it cannot be had, and on a
 * disk that is nearly full, frames make the file grow.
 */
final class Reserve {
  private static final long MAX_PIECE_BYTES = 1 << 20;
  private static final int PIECES_PER_SEGMENT = 16;
  private static final int WRITE_BYTES = 64 << 10;

  /** What is larger is stored for longer than its length takes: zeros would be the dearer part. */
  private static final int MAX_FRAME_BYTES = 256 << 10;

  /** No reserve is made unless so many times as much is free. */
  private static final int ROOM = 16;

  private final Disk disk;
  private final long segmentBytes;
  private final long pieceBytes;
  private ByteBuffer zeros;
  private long reachesTo;
  private boolean refused;

  /**
   * @param segmentBytes no reserve reaches beyond this
   * @param end up to where the segment that is written to now has been written or holds zeros
   */
  Reserve(Disk disk, long segmentBytes, long end) {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.pieceBytes = Math.min(MAX_PIECE_BYTES, segmentBytes / PIECES_PER_SEGMENT);
    this.reachesTo = end;
  }

  /** A new segment of a length. */
  void begin(long sizeBytes) {
    reachesTo = sizeBytes;
    refused = false;
  }

  /**
   * Makes the segment longer if its frames have used up what was there; not synced.
   *
   * @param end where the newest frame ends
   */
  void extend(DiskFile segment, long end, int frameBytes) {
    if (end <= reachesTo) {
      return;
    }
    reachesTo = end;
    long target = Math.min(end + pieceBytes, segmentBytes);
    if (refused || target <= end || frameBytes > MAX_FRAME_BYTES) {
      return;
    }
    try {
      if (disk.usableBytes() < ROOM * pieceBytes) {
        return;
      }
      for (long at = end; at < target; at += zeros.limit()) {
        segment.write(zeros(target - at), at);
      }
      reachesTo = target;
    } catch (IOException noReserve) {
      refused = true;
    }
  }

  private ByteBuffer zeros(long atMostBytes) {
    if (zeros == null) {
      zeros = ByteBuffer.allocateDirect((int) Math.min(WRITE_BYTES, pieceBytes));
    }
    return zeros.clear().limit((int) Math.min(zeros.capacity(), atMostBytes));
  }
}
