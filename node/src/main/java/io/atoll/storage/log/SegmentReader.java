package io.atoll.storage.log;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads frames of one segment through a window that grows only for a frame whose length a checksum
 * has confirmed. Belongs to one worker.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW_BYTES = 1 << 20;

  private final Frame frame = new Frame();
  private final DiskFile file;
  private final long directoryId;
  private final long sequence;
  private final long sizeBytes;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowStart;

  SegmentReader(Disk disk, long directoryId, long sequence) throws IOException {
    this.file = disk.openForRead(SegmentHeader.fileName(sequence));
    this.directoryId = directoryId;
    this.sequence = sequence;
    this.sizeBytes = file.sizeBytes();
  }

  long sequence() {
    return sequence;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** The segment's header, or null when there is none that is intact. */
  SegmentHeader header(String what) throws IOException {
    if (!load(0, SegmentHeader.BYTES)) {
      return null;
    }
    byte[] bytes = new byte[SegmentHeader.BYTES];
    window.get(0, bytes);
    return SegmentHeader.decode(bytes, what);
  }

  /** Whether this is a segment of a log in version 1. */
  boolean isOfVersion1() throws IOException {
    int length = (int) Math.min(SegmentHeader.BYTES, sizeBytes);
    if (length < SegmentHeader.BYTES_OF_VERSION_1 || !load(0, length)) {
      return false;
    }
    byte[] bytes = new byte[length];
    window.get(0, bytes);
    return SegmentHeader.isOfVersion1(bytes);
  }

  /**
   * The payload of the frame at an offset, valid until the next call; null when there is no intact
   * frame.
   */
  ByteBuffer payload(long offset) throws IOException {
    if (!headerIsValid(offset)) {
      return null;
    }
    int length = Frame.payloadBytes(window, index(offset));
    if (!load(offset, Frame.HEADER_BYTES + length)) {
      return null;
    }
    int index = index(offset);
    return frame.payloadIsIntact(window, index)
        ? window.slice(index + Frame.HEADER_BYTES, length)
        : null;
  }

  /** Up to where the segment was synced when the frame with a valid header there was written. */
  long syncedOffset(long offset) throws IOException {
    load(offset, Frame.HEADER_BYTES);
    return Frame.syncedOffset(window, index(offset));
  }

  /** Where the frame with a valid header at an offset ends, or would end. */
  long frameEnd(long offset) throws IOException {
    load(offset, Frame.HEADER_BYTES);
    return offset + Frame.HEADER_BYTES + Frame.payloadBytes(window, index(offset));
  }

  /** The offset of the first header of a frame at or behind an offset, or -1. */
  long nextFrameHeader(long offset) throws IOException {
    for (long candidate = offset; candidate + Frame.HEADER_BYTES <= sizeBytes; candidate++) {
      if (headerIsValid(candidate)) {
        return candidate;
      }
    }
    return -1;
  }

  /**
   * The offset behind the last byte before a limit that is not zero, at least the given one.
   *
   * @param limit nothing at or behind it is looked at
   */
  long endOfData(long offset, long limit) throws IOException {
    long end = offset;
    for (long at = offset; at < Math.min(limit, sizeBytes) && load(at, 1); at++) {
      if (window.get(index(at)) != 0) {
        end = at + 1;
      }
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean headerIsValid(long offset) throws IOException {
    return load(offset, Frame.HEADER_BYTES)
        && frame.headerIsValid(window, index(offset), directoryId, sequence, offset);
  }

  private int index(long offset) {
    return (int) (offset - windowStart);
  }

  /** Brings bytes into the window; false when the file ends before them. */
  private boolean load(long offset, int length) throws IOException {
    if (offset + length > sizeBytes) {
      return false;
    }
    if (offset >= windowStart && offset + length <= windowStart + window.limit()) {
      return true;
    }
    int wanted = (int) Math.min(Math.max(length, WINDOW_BYTES), sizeBytes - offset);
    if (window.capacity() < wanted) {
      window = ByteBuffer.allocate(wanted);
    }
    window.clear().limit(wanted);
    int read = file.read(window, offset);
    window.flip();
    windowStart = offset;
    return read >= length;
  }
}
