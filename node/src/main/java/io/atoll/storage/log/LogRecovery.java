package io.atoll.storage.log;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the log at a start and makes it ready to go on. Blocking; belongs to one worker.
 *
 * <h2>Torn tail or damage?</h2>
 *
 * <p>A power loss may keep any part of what was written since the last sync, in any order. There is
 * never more than one frame in that state, because a frame is written only after the sync of the
 * one before it succeeded, and it is the last of the last segment, because a segment is started
 * only when all before it is synced. Hence:
 *
 * <ul>
 *   <li>A frame that is not intact, in the last segment, with no header of a later frame behind it,
 *       is a write that was never acknowledged: it is cut off. (A header alone is proof enough of a
 *       later write: its checksum covers its place, so nothing else can look like it.) Zeros behind
 *       the last frame are the {@link Reserve}, and nothing is lost with them.
 *   <li>With such a header behind it, the frame had been synced, and something else destroyed it:
 *       damage. So is any frame that is not intact in an earlier segment, up to the end that the
 *       next segment's header names; what lies behind that end was never acknowledged.
 *   <li>A last segment that says it has a successor has lost it: damage. So is a gap in the
 *       numbers.
 *   <li>After a clean stop the place where the log ended is known, and ending anywhere else is
 *       damage.
 * </ul>
 *
 * <p>One thing cannot be told: after a stop that was not clean, a last frame that had been synced
 * and then decayed looks like a torn one. It is cut off, never served, the bytes are reported, and
 * the node has a new generation anyway, so its replicas repair the loss.
 *
 * <h2>Read is not yet durable</h2>
 *
 * <p>When only the process died, or a sync failed, the last frame may be readable and exist nowhere
 * but in the operating system's cache. It is therefore written once more, byte for byte, and synced
 * before anything is served; so are the header of the last segment and the names of the segments.
 */
public final class LogRecovery {
  /** How much is copied at once. */
  private static final int COPY_BYTES = 1 << 20;

  private final Disk disk;
  private final long directoryId;
  private final int shards;
  private final EntryCodec.Visitor visitor;

  private long readBytes;
  private long droppedBytes;

  /**
   * What the log held.
   *
   * @param writer goes on where the log ends
   * @param readBytes bytes of its segments
   * @param droppedBytes of them, bytes of a torn last write that were cut off
   */
  public record Recovered(LogWriter writer, long readBytes, long droppedBytes) {}

  /**
   * Where a segment ends.
   *
   * @param reserveEnd where the zeros behind it end, {@code offset} when something else is there
   */
  private record SegmentEnd(long offset, long reserveEnd, long lastFrame, boolean sealed) {}

  /**
   * @param shards how many shards entries may name
   * @param visitor is shown the entries in order; what it got is void when {@link #recover} fails
   */
  public LogRecovery(Disk disk, long directoryId, int shards, EntryCodec.Visitor visitor) {
    this.disk = disk;
    this.directoryId = directoryId;
    this.shards = shards;
    this.visitor = visitor;
  }

  /** Whether there is anything where a log would be. */
  public static boolean isAnythingIn(Disk disk) throws IOException {
    return !disk.list(SegmentHeader.DIRECTORY).isEmpty();
  }

  /**
   * Reads the log, or begins it.
   *
   * @param isNew nothing was ever acknowledged in this directory, so there may be no log
   * @param cleanEnd where the log ended at a clean stop, or null when the stop was not clean
   * @param segmentBytes for the writer: the length after which a segment gets a successor
   * @throws DamagedLogException naming file, offset and what to do
   */
  public Recovered recover(boolean isNew, LogPosition cleanEnd, long segmentBytes)
      throws IOException {
    disk.createDirectories(SegmentHeader.DIRECTORY);
    disk.syncDirectory("");
    List<SegmentReader> segments = new ArrayList<>();
    try {
      openInto(segments);
      return recover(segments, isNew, cleanEnd, segmentBytes);
    } finally {
      for (SegmentReader segment : segments) {
        segment.close();
      }
    }
  }

  private Recovered recover(
      List<SegmentReader> segments, boolean isNew, LogPosition cleanEnd, long segmentBytes)
      throws IOException {
    List<SegmentHeader> headers = headers(segments);
    boolean unborn = !headers.isEmpty() && headers.getLast() == null;
    if (unborn) {
      checkUnborn(segments, isNew);
      headers.removeLast();
    }
    if (headers.isEmpty()) {
      if (!isNew) {
        throw damaged("there is no segment in it, though data was written to it");
      }
      LogWriter writer = new LogWriter(disk, directoryId, segmentBytes);
      writer.startSegment();
      return new Recovered(writer, 0, 0);
    }
    int last = headers.size() - 1;
    for (int i = 0; i < last; i++) {
      readBytes += headers.get(i + 1).previousEnd();
      readInner(segments.get(i), headers.get(i + 1).previousEnd());
    }
    SegmentReader segment = segments.get(last);
    SegmentEnd end = readLast(segment);
    if (end.sealed) {
      throw damaged(
          "%s has a successor, but %s is %s"
              .formatted(
                  SegmentHeader.fileName(segment.sequence()),
                  SegmentHeader.fileName(segment.sequence() + 1),
                  unborn ? "without an intact header" : "missing"));
    }
    LogPosition position = new LogPosition(segment.sequence(), end.offset);
    checkCleanEnd(position, cleanEnd);
    DiskFile file = makeDurable(segment, end);
    return new Recovered(
        new LogWriter(disk, directoryId, segmentBytes, position, end.reserveEnd, file),
        readBytes,
        droppedBytes);
  }

  private void openInto(List<SegmentReader> segments) throws IOException {
    for (String name : disk.list(SegmentHeader.DIRECTORY)) {
      long sequence = SegmentHeader.sequenceOf(name).orElse(0);
      if (sequence > 0) {
        if (sequence != segments.size() + 1) {
          throw damaged(SegmentHeader.fileName(segments.size() + 1L) + " is missing");
        }
        segments.add(new SegmentReader(disk, directoryId, sequence));
      }
    }
  }

  /** The headers of all segments; the last is null when there is none that is intact. */
  private List<SegmentHeader> headers(List<SegmentReader> segments) throws IOException {
    List<SegmentHeader> headers = new ArrayList<>();
    for (SegmentReader segment : segments) {
      String name = SegmentHeader.fileName(segment.sequence());
      SegmentHeader header = segment.header(disk.describe() + ": " + name);
      if (header == null && headers.size() < segments.size() - 1) {
        throw damaged(name + " has no intact header at byte 0");
      }
      if (header != null && header.directoryId() != directoryId) {
        throw damaged(name + " is of another data directory");
      }
      if (header != null && header.sequence() != segment.sequence()) {
        throw damaged(name + " is segment " + header.sequence() + " under another's name");
      }
      headers.add(header);
    }
    return headers;
  }

  /** A last segment without a header was being created when the node died, unless more is in it. */
  private void checkUnborn(List<SegmentReader> segments, boolean isNew) throws IOException {
    SegmentReader last = segments.getLast();
    String name = SegmentHeader.fileName(last.sequence());
    long frame = last.nextFrameHeader(0);
    if (frame >= 0) {
      throw damaged(
          "%s has no intact header at byte 0, but data at byte %d".formatted(name, frame));
    }
    if (segments.size() == 1 && !isNew) {
      throw damaged(name + " has no intact header at byte 0, though data was written to the log");
    }
  }

  private void readInner(SegmentReader segment, long end) throws IOException {
    long offset = SegmentHeader.BYTES;
    while (offset < end) {
      ByteBuffer payload = segment.payload(offset);
      if (payload == null) {
        throw badFrame(segment, offset, "and the log goes on behind it");
      }
      long next = offset + Frame.HEADER_BYTES + payload.remaining();
      if (next <= end) {
        decode(segment, offset, payload);
      }
      offset = next;
    }
    if (offset != end) {
      throw damaged(
          "%s should end at byte %d, but has a frame up to byte %d"
              .formatted(SegmentHeader.fileName(segment.sequence()), end, offset));
    }
  }

  private SegmentEnd readLast(SegmentReader segment) throws IOException {
    long offset = SegmentHeader.BYTES;
    long lastFrame = offset;
    boolean sealed = false;
    while (offset < segment.sizeBytes()) {
      ByteBuffer payload = segment.payload(offset);
      if (payload == null) {
        long later = segment.nextFrameHeader(offset + 1);
        if (later >= 0) {
          throw badFrame(segment, offset, "and a later one begins at byte " + later);
        }
        droppedBytes = segment.endOfData(offset) - offset;
        break;
      }
      int length = Frame.HEADER_BYTES + payload.remaining();
      sealed |= decode(segment, offset, payload);
      lastFrame = offset;
      offset += length;
    }
    readBytes += offset + droppedBytes;
    long reserveEnd = droppedBytes == 0 ? segment.sizeBytes() : offset;
    return new SegmentEnd(offset, reserveEnd, lastFrame, sealed);
  }

  private boolean decode(SegmentReader segment, long offset, ByteBuffer payload)
      throws IOException {
    try {
      return EntryCodec.decode(payload, shards, visitor);
    } catch (MalformedEntryException e) {
      throw badFrame(segment, offset, "its checksum is right, but it holds " + e.getMessage());
    }
  }

  private void checkCleanEnd(LogPosition end, LogPosition cleanEnd) throws IOException {
    if (cleanEnd != null && !end.equals(cleanEnd)) {
      throw damaged("it was closed at " + cleanEnd + ", but now ends at " + end);
    }
  }

  private DiskFile makeDurable(SegmentReader segment, SegmentEnd end) throws IOException {
    disk.delete(SegmentHeader.fileName(segment.sequence() + 1));
    DiskFile file = disk.openForWrite(SegmentHeader.fileName(segment.sequence()));
    try {
      if (end.reserveEnd == end.offset) {
        file.truncate(end.offset);
      }
      copyInPlace(file, 0, SegmentHeader.BYTES);
      copyInPlace(file, end.lastFrame, end.offset);
      file.sync();
      disk.syncDirectory(SegmentHeader.DIRECTORY);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void copyInPlace(DiskFile file, long from, long to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(COPY_BYTES, to - from));
    for (long offset = from; offset < to; offset += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), to - offset));
      if (file.read(buffer, offset) < buffer.limit()) {
        throw new IOException("the log's last segment became shorter while it was read");
      }
      file.write(buffer.flip(), offset);
    }
  }

  private DamagedLogException badFrame(SegmentReader segment, long offset, String why) {
    return damaged(
        "the frame at byte %d of %s is not intact, %s"
            .formatted(offset, SegmentHeader.fileName(segment.sequence()), why));
  }

  private DamagedLogException damaged(String what) {
    return new DamagedLogException(disk.describe(), what);
  }
}
