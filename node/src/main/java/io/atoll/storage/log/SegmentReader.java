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

  /**
   * The payload of the frame at an offset, valid until the next call; null when there is no intact
   * frame.
   */
  ByteBuffer payload(long offset) throws IOException {
    if (!headerIsValid(offset)) {
      return null;
    }
    int length = window.getInt(index(offset));
    if (!load(offset, Frame.HEADER_BYTES + length)) {
      return null;
    }
    int start = index(offset) + Frame.HEADER_BYTES;
    int expected = window.getInt(index(offset) + 4);
    return frame.payloadCrc(window, start, length) == expected ? window.slice(start, length) : null;
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

  /** The offset behind the last byte that is not zero, at least the given one. */
  long endOfData(long offset) throws IOException {
    long end = offset;
    for (long at = offset; at < sizeBytes && load(at, 1); at++) {
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
