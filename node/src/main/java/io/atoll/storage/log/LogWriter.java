package io.atoll.storage.log;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Appends frames to the newest segment. Blocking; belongs to one worker.
 *
 * <p>After any failure the segment is final: what a failed write or sync left behind it is in doubt
 * for good (a sync that is tried again may succeed without having stored anything; see Rebello et
 * al., "Can Applications Recover from fsync Failures?", 2020). {@link #startSegment} begins the
 * next one, whose header says where the log ends in the one before, so that the doubtful bytes are
 * never read again.
 *
 * <p>Behind the frames lies a {@link Reserve} of zeros, so that most syncs store data and nothing
 * else.
 */
public final class LogWriter implements AutoCloseable {
  private final Disk disk;
  private final long directoryId;
  private final long segmentBytes;
  private final Frame frame = new Frame();
  private final FrameBuffer sealFrame = new FrameBuffer(0);
  private final Reserve reserve;

  /** Where the log durably ends. */
  private LogPosition end;

  /** Null when there is no segment that may be written. */
  private DiskFile file;

  /** A log without any segment; {@link #startSegment} makes the first. */
  LogWriter(Disk disk, long directoryId, long segmentBytes) {
    this(disk, directoryId, segmentBytes, new LogPosition(0, 0), 0, null);
  }

  /**
   * A log that goes on in an open segment.
   *
   * @param reserveEnd up to where there are zeros behind its end
   */
  LogWriter(
      Disk disk,
      long directoryId,
      long segmentBytes,
      LogPosition end,
      long reserveEnd,
      DiskFile file) {
    this.disk = disk;
    this.directoryId = directoryId;
    this.segmentBytes = segmentBytes;
    this.end = end;
    this.file = file;
    this.reserve = new Reserve(disk, segmentBytes, reserveEnd);
  }

  /** Where the log durably ends. */
  public LogPosition end() {
    return end;
  }

  /** Whether no write or sync failed since the last segment was started. */
  public boolean isWritable() {
    return file != null;
  }

  /**
   * Appends a frame; when this returns, it is durable.
   *
   * @throws IOException when it is not; the writer then takes nothing until {@link #startSegment}
   */
  public void append(FrameBuffer entries) throws IOException {
    if (file == null) {
      throw new IOException("the log has no segment that can be written");
    }
    if (end.offset() >= segmentBytes) {
      startSegment();
    }
    try {
      write(entries);
    } catch (IOException | RuntimeException e) {
      abandon();
      throw e;
    }
  }

  /**
   * Starts the next segment. Should that fail, the current one is not used any more either: a
   * header that says where it ends may be on the disk already.
   */
  public void startSegment() throws IOException {
    DiskFile previous = file;
    file = null;
    LogPosition next = new LogPosition(end.sequence() + 1, SegmentHeader.BYTES);
    String name = SegmentHeader.fileName(next.sequence());
    SegmentHeader header = new SegmentHeader(directoryId, next.sequence(), end.offset());
    try {
      DiskFile created = create(name, header);
      if (previous != null) {
        seal(previous);
      }
      file = created;
      end = next;
      reserve.begin(next.offset());
    } finally {
      if (previous != null) {
        closeQuietly(previous);
      }
    }
  }

  @Override
  public void close() {
    abandon();
  }

  private DiskFile create(String name, SegmentHeader header) throws IOException {
    // Never written over: after a failed sync only a new file is sure to reach the disk.
    disk.delete(name);
    DiskFile created = disk.openForWrite(name);
    try {
      created.write(header.encode(), 0);
      created.sync();
      disk.syncDirectory(SegmentHeader.DIRECTORY);
      return created;
    } catch (IOException | RuntimeException e) {
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
    ByteBuffer bytes = sealFrame.finish();
    frame.seal(bytes, directoryId, end);
    try {
      previous.write(bytes, end.offset());
      previous.sync();
    } catch (IOException e) {
      // Said above.
    }
  }

  private void write(FrameBuffer entries) throws IOException {
    ByteBuffer bytes = entries.finish();
    int length = bytes.remaining();
    frame.seal(bytes, directoryId, end);
    file.write(bytes, end.offset());
    reserve.extend(file, end.offset() + length);
    file.sync();
    end = new LogPosition(end.sequence(), end.offset() + length);
  }

  private void abandon() {
    if (file != null) {
      closeQuietly(file);
      file = null;
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
