package io.atoll.storage.log;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.env.FatalError;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Appends frames to the newest segment. Blocking; belongs to one worker.
 *
 * <p>After any failure, whatever was thrown, the segment is final: what a failed write or sync left
 * behind it is in doubt for good (a sync that is tried again may succeed without having stored
 * anything; see Rebello et al., "Can Applications Recover from fsync Failures?", 2020). {@link
 * #startSegment} begins the next one, whose header says where the log ends in the one before, so
 * that the doubtful bytes are never read again.
 *
 * <p>A frame may be appended without a sync; the next sync covers it. Its entries are kept until
 * then: when that sync fails, the next segment begins with them, because somebody may have been
 * told that they are written. So a failure of the disk loses nothing that was acknowledged, unless
 * the node also stops before a new segment stands.
 *
 * <p>Entries that are written again have no weights any more: a table may have them already, and
 * then what they replaced when they were made is not what a start finds.
 *
 * <p>Behind the frames lies a {@link Reserve} of zeros or the content of an older life of the file
 * ({@link RecycledSegments}), so that most syncs store data and nothing else.
 */
public final class LogWriter implements CommitLog {
  /**
   * Entries that wait for a sync are kept in memory: beyond this, a frame is synced in any case.
   */
  private static final int MAX_UNSYNCED_BYTES = 8 << 20;

  private final Disk disk;
  private final int version;
  private final long directoryId;
  private final long segmentBytes;
  private final SegmentLedger ledger;
  private final LogBeginning beginning;
  private final RecycledSegments recycled;
  private final Frame frame = new Frame();
  private final FrameBuffer sealFrame = new FrameBuffer(0);
  private final FrameBuffer unsynced = new FrameBuffer(MAX_UNSYNCED_BYTES);
  private final Reserve reserve;

  /** Where the next frame goes. */
  private LogPosition end;

  /** Up to where the segment is synced. */
  private long syncedOffset;

  /** Up to where the segment holds what an older life of the file left. */
  private long oldEnd;

  /** Null when there is no segment that may be written. */
  private DiskFile file;

  /** A log without any segment; {@link #startSegment} makes the first. */
  LogWriter(Disk disk, int version, long directoryId, long segmentBytes, SegmentLedger ledger) {
    this(disk, version, directoryId, segmentBytes, ledger, LogPosition.ORIGIN, 0, null);
  }

  /**
   * A log that goes on in an open segment, all of it synced.
   *
   * @param version that of the segments that it begins, and of the open one or an older one
   * @param ledger knows all segments
   * @param reserveEnd up to where there are zeros behind its end
   */
  LogWriter(
      Disk disk,
      int version,
      long directoryId,
      long segmentBytes,
      SegmentLedger ledger,
      LogPosition end,
      long reserveEnd,
      DiskFile file) {
    this.disk = disk;
    this.version = version;
    this.directoryId = directoryId;
    this.segmentBytes = segmentBytes;
    this.ledger = ledger;
    this.end = end;
    this.syncedOffset = end.offset();
    this.file = file;
    this.beginning = new LogBeginning(disk);
    this.recycled = new RecycledSegments(disk, segmentBytes);
    this.reserve = new Reserve(disk, segmentBytes, reserveEnd);
  }

  @Override
  public LogPosition end() {
    return end;
  }

  @Override
  public boolean isWritable() {
    return file != null;
  }

  @Override
  public boolean isUnsynced() {
    return unsynced.payloadBytes() > 0;
  }

  @Override
  public long bytes() {
    return ledger.bytes();
  }

  @Override
  public long segments() {
    return end.sequence() - ledger.first() + 1;
  }

  @Override
  public int oldestPinningShard() {
    return ledger.oldestPinningShard();
  }

  @Override
  public long recycledSegments() {
    return recycled.used();
  }

  @Override
  public void append(FrameBuffer entries, boolean sync) throws IOException {
    if (file == null) {
      throw new IOException("the log has no segment that can be written");
    }
    if (end.offset() >= segmentBytes) {
      startSegment();
    }
    try {
      long frameEnd = write(entries);
      if (sync || unsynced.payloadBytes() + entries.payloadBytes() > MAX_UNSYNCED_BYTES) {
        synced(frameEnd);
      } else {
        unsynced.add(entries);
      }
      appended(entries, frameEnd);
    } catch (Throwable e) {
      abandon();
      throw e;
    }
  }

  @Override
  public void sync() throws IOException {
    if (!isUnsynced()) {
      return;
    }
    if (file == null) {
      throw new IOException("the log has no segment that can be written");
    }
    try {
      synced(end.offset());
    } catch (Throwable e) {
      abandon();
      throw e;
    }
  }

  /**
   * Starts the next segment, after a sync of the current one. Should that fail, the current one is
   * not used any more either: a header that says where it ends may be on the disk already.
   */
  @Override
  public void startSegment() throws IOException {
    if (file != null) {
      sync();
    }
    DiskFile previous = file;
    file = null;
    DiskFile created = null;
    try {
      LogPosition next = new LogPosition(end.sequence() + 1, SegmentHeader.BYTES);
      created = create(next.sequence());
      if (previous != null) {
        seal(previous);
      }
      ledger.begin(next.sequence());
      ledger.reachesTo(next.offset());
      end = next;
      syncedOffset = next.offset();
      file = created;
    } finally {
      if (previous != null) {
        closeQuietly(previous);
      }
      if (created != null && file == null) {
        closeQuietly(created);
      }
    }
    if (isUnsynced()) {
      writeAgain();
    }
    shorten();
  }

  @Override
  public void flushed(int shard, LogPosition upTo) {
    ledger.flushed(shard, upTo);
    shorten();
  }

  @Override
  public long usableBytes() throws IOException {
    return disk.usableBytes();
  }

  @Override
  public String place() {
    return disk.describe();
  }

  @Override
  public void close() {
    abandon();
  }

  /** Takes over the files before the beginning of the log that a start found. */
  void recycle(long sequence, long sizeBytes) throws IOException {
    recycled.add(sequence, sizeBytes);
  }

  /** The frames that an earlier segment failed to store come first in this one. */
  private void writeAgain() throws IOException {
    try {
      FrameBuffer entries = version == SegmentHeader.WEIGHED ? unsynced.unweighed() : unsynced;
      long frameEnd = write(entries);
      file.sync();
      syncedOffset = frameEnd;
      appended(entries, frameEnd);
      unsynced.clear();
    } catch (Throwable e) {
      abandon();
      throw e;
    }
  }

  /** Gives up the segments that nobody needs any more; a failure costs only their space. */
  private void shorten() {
    long firstNeeded = ledger.firstNeeded();
    if (firstNeeded == ledger.first()) {
      return;
    }
    try {
      // Durable before any of them is touched: whatever becomes of them then, none is missed.
      beginning.replace(firstNeeded);
      while (ledger.first() < firstNeeded) {
        long sequence = ledger.first();
        recycled.add(sequence, ledger.forgetFirst());
      }
    } catch (Throwable e) {
      FatalError.passOn(e);
      // The next segment or flush tries again; a file that stays is removed by the next start.
    }
  }

  private DiskFile create(long sequence) throws IOException {
    String name = SegmentHeader.fileName(sequence);
    // Never written over: a file of this name is the rest of an attempt that failed.
    disk.delete(name);
    recycled.renameTo(name);
    DiskFile created = disk.openForWrite(name);
    try {
      oldEnd = created.sizeBytes();
      reserve.begin(Math.max(oldEnd, SegmentHeader.BYTES));
      SegmentHeader header =
          new SegmentHeader(version, directoryId, sequence, end.offset(), oldEnd);
      ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES + zerosBehind(0));
      created.write(bytes.put(header.encode()).position(0), 0);
      created.sync();
      disk.syncDirectory(SegmentHeader.DIRECTORY);
      return created;
    } catch (Throwable e) {
      closeQuietly(created);
      throw e;
    }
  }

  /**
   * Marks a segment as having a successor, so that a lost successor is noticed. All its entries are
   * durable and the successor stands, so a failure costs only that notice.
   */
  private void seal(DiskFile previous) {
    sealFrame.clear();
    EntryCodec.seal(sealFrame);
    ByteBuffer bytes = sealFrame.finish(0);
    frame.seal(bytes, sealFrame.payloadBytes(), directoryId, end, end.offset());
    try {
      previous.write(bytes, end.offset());
      previous.sync();
    } catch (IOException e) {
      // Said above.
    }
  }

  private long write(FrameBuffer entries) throws IOException {
    int length = Frame.HEADER_BYTES + entries.payloadBytes();
    long frameEnd = end.offset() + length;
    ByteBuffer bytes = entries.finish(zerosBehind(frameEnd));
    frame.seal(bytes, entries.payloadBytes(), directoryId, end, syncedOffset);
    file.write(bytes, end.offset());
    reserve.extend(file, frameEnd, length);
    return frameEnd;
  }

  /** Over old content, the place of the next header is cleared, so that none seems to be begun. */
  private int zerosBehind(long offset) {
    return offset < oldEnd ? Frame.HEADER_BYTES : 0;
  }

  private void synced(long upTo) throws IOException {
    file.sync();
    syncedOffset = upTo;
    unsynced.clear();
  }

  private void appended(FrameBuffer entries, long frameEnd) {
    end = new LogPosition(end.sequence(), frameEnd);
    ledger.reachesTo(frameEnd);
    for (int i = 0; i < entries.shardCount(); i++) {
      ledger.note(entries.shard(i), frameEnd);
    }
  }

  private void abandon() {
    if (file != null) {
      closeQuietly(file);
      file = null;
      end = new LogPosition(end.sequence(), syncedOffset);
      ledger.reachesTo(syncedOffset);
    }
  }

  private static void closeQuietly(DiskFile file) {
    try {
      file.close();
    } catch (IOException e) {
      // Everything acknowledged is synced: closing has nothing left to lose.
    }
  }
}
