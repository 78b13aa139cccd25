package io.atoll.storage.log;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.ring.TokenRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the log at a start and makes it ready to go on. Blocking; belongs to one worker.
 *
 * <h2>Where the log begins</h2>
 *
 * <p>{@link LogBeginning} names the first segment, durably before any segment below it is given up.
 * So files below it are leftovers, whatever is in them, and from it on none may be missing.
 *
 * <h2>Torn tail or damage?</h2>
 *
 * <p>A power loss may keep any part of what was written since the last sync, in any order. Only
 * frames of the last segment can be in that state, because a segment is started only when all that
 * counts of the one before is synced. Each frame says up to where the segment was synced when it
 * was written. Hence:
 *
 * <ul>
 *   <li>The first frame of the last segment that is not intact ends the log, unless the header of a
 *       later frame says that the segment was synced beyond its start. (A header alone is proof
 *       enough: its checksum covers its place, so nothing else can look like it.) It and all behind
 *       it, intact or not, are cut off: none was both synced and acknowledged as such, and frames
 *       are taken in order or not at all.
 *   <li>With such a header behind it, the frame had been synced, and something else destroyed it:
 *       damage. So is any frame that is not intact in an earlier segment, up to the end that the
 *       next segment's header names; what lies behind that end is no part of the log.
 *   <li>A last segment that says it has a successor has lost it: damage. So is a gap in the
 *       numbers.
 *   <li>After a clean stop the place where the log ended is known, and ending anywhere else is
 *       damage.
 *   <li>A last segment without a header of its own, with no frame in it, was being made: a frame is
 *       written to it only when its header and its name are synced. The header may be missing, torn
 *       or, in a recycled file, still that of a segment before the beginning.
 * </ul>
 *
 * <p>One thing cannot be told: after a stop that was not clean, frames that had been synced, with
 * none written since, and then decayed look like torn ones. They are cut off, never served, the
 * bytes are reported, and the node has a new generation anyway, so its replicas repair the loss.
 *
 * <h2>What lies behind the end</h2>
 *
 * <p>The {@link Reserve}'s zeros, or in a recycled file what its older life left; neither is part
 * of the log, and nothing is lost with them. Old frames never pass: the checksum of a header covers
 * the number of the segment. But frames of <em>this</em> segment that were cut off would pass again
 * once new frames of the same lengths stood before them. So unless all is zeros, the file is cut
 * there before anything is appended.
 *
 * <p>How much of the rest was a torn write? In a new file: all up to the last byte that is not
 * zero. In a recycled one, only behind the length it had before; within it, at least up to the
 * furthest end that a header of this segment names; and if there is none, the place of the next
 * header tells, since each write clears it: when it is not zeros, a write was begun there, and
 * those bytes are counted. There the number is a lower bound, but 0 means that nothing was begun,
 * unless the torn write left no trace in its first sector.
 *
 * <h2>Positions that were lost</h2>
 *
 * <p>A table may cover frames that a power loss took from the log. The positions of those frames
 * must not be used again, or new entries there would count as being in tables: the log then goes on
 * in a new segment.
 *
 * <h2>Weights</h2>
 *
 * <p>What is appended has weights where somebody listens, which no segment of an older version may
 * have: the log goes on in a new segment then too.
 *
 * <h2>Read is not yet durable</h2>
 *
 * <p>When only the process died, or a sync failed, the last frames may be readable and exist
 * nowhere but in the operating system's cache. All behind the place up to which the last frame says
 * the segment was synced is therefore written once more, byte for byte, and synced before anything
 * is served; so are the header of the last segment and the names of the segments.
 */
public final class LogRecovery {
  /** How much is copied at once. */
  private static final int COPY_BYTES = 1 << 20;

  private final Disk disk;
  private final int version;
  private final long directoryId;
  private final List<LogPosition> flushed;
  private final Visitor visitor;
  private final SegmentLedger ledger;
  private final List<Long> leftovers = new ArrayList<>();

  private long readBytes;
  private long droppedBytes;

  /** What the entries are shown to, frame by frame. */
  public interface Visitor extends EntryCodec.Visitor {
    /** The entries of a frame have been shown; all entries up to this place, that is. */
    void frameEnd(LogPosition end) throws IOException;
  }

  /**
   * What the log held.
   *
   * @param writer goes on where the log ends
   * @param readBytes bytes of its segments
   * @param droppedBytes of them, bytes of torn last writes that were cut off
   */
  public record Recovered(LogWriter writer, long readBytes, long droppedBytes) {}

  /**
   * Where a segment ends.
   *
   * @param reserveEnd where the zeros behind it end, {@code offset} when something else is there
   * @param synced up to where it was certainly synced
   */
  private record SegmentEnd(long offset, long reserveEnd, long synced, boolean sealed) {}

  /**
   * @param flushed for each shard, up to where its entries are in tables: those are not shown;
   *     {@link LogPosition#ORIGIN} for none
   * @param weighs whether what is appended may have weights
   * @param visitor is shown the entries in order; what it got is void when {@link #recover} fails
   */
  public LogRecovery(
      Disk disk, long directoryId, List<LogPosition> flushed, boolean weighs, Visitor visitor) {
    this.disk = disk;
    this.version = weighs ? SegmentHeader.WEIGHED : SegmentHeader.PLAIN;
    this.directoryId = directoryId;
    this.flushed = List.copyOf(flushed);
    this.visitor = visitor;
    this.ledger = new SegmentLedger(flushed);
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
      LogWriter writer = new LogWriter(disk, version, directoryId, segmentBytes, ledger);
      writer.startSegment();
      return new Recovered(writer, 0, 0);
    }
    int last = headers.size() - 1;
    for (int i = 0; i < last; i++) {
      readBytes += headers.get(i + 1).previousEnd();
      readInner(segments.get(i), headers.get(i + 1).previousEnd());
    }
    SegmentReader segment = segments.get(last);
    SegmentEnd end = readLast(segment, headers.get(last));
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
    LogPosition furthest = flushed.stream().max(LogPosition::compareTo).orElse(position);
    checkFlushed(position, furthest);
    DiskFile file = makeDurable(segment, end);
    LogWriter writer =
        new LogWriter(
            disk, version, directoryId, segmentBytes, ledger, position, end.reserveEnd, file);
    try {
      for (long sequence : leftovers) {
        writer.recycle(sequence, sizeOf(sequence));
      }
      if (furthest.compareTo(position) > 0 || headers.get(last).version() < version) {
        writer.startSegment();
      }
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
    return new Recovered(writer, readBytes, droppedBytes);
  }

  private long sizeOf(long sequence) throws IOException {
    try (DiskFile file = disk.openForRead(SegmentHeader.fileName(sequence))) {
      return file.sizeBytes();
    }
  }

  private void openInto(List<SegmentReader> segments) throws IOException {
    long first = new LogBeginning(disk).read();
    for (String name : disk.list(SegmentHeader.DIRECTORY)) {
      long sequence = SegmentHeader.sequenceOf(name).orElse(0);
      if (sequence > 0 && sequence < first) {
        leftovers.add(sequence);
      } else if (sequence > 0) {
        long expected = first + segments.size();
        if (sequence != expected) {
          throw damaged(SegmentHeader.fileName(expected) + " is missing");
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
      boolean isLast = headers.size() == segments.size() - 1;
      if (header == null && segment.isOfVersion1()) {
        throw damaged(name + " is of format 1, which no release ever wrote or reads");
      }
      if (isLast && header != null && header.sequence() < segments.getFirst().sequence()) {
        header = null; // of the older life of a file that was being recycled
      }
      if (header == null && !isLast) {
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
    ledger.begin(segment.sequence());
    ledger.reachesTo(end);
    while (offset < end) {
      ByteBuffer payload = segment.payload(offset);
      if (payload == null) {
        throw badFrame(segment, offset, "and the log goes on behind it");
      }
      long next = offset + Frame.HEADER_BYTES + payload.remaining();
      if (next <= end) {
        show(segment, offset, payload);
      }
      offset = next;
    }
    if (offset != end) {
      throw damaged(
          "%s should end at byte %d, but has a frame up to byte %d"
              .formatted(SegmentHeader.fileName(segment.sequence()), end, offset));
    }
  }

  private SegmentEnd readLast(SegmentReader segment, SegmentHeader header) throws IOException {
    long offset = SegmentHeader.BYTES;
    long synced = offset;
    boolean sealed = false;
    ledger.begin(segment.sequence());
    while (offset < segment.sizeBytes()) {
      ByteBuffer payload = segment.payload(offset);
      if (payload == null) {
        droppedBytes = tornBytes(segment, offset, header);
        break;
      }
      int length = Frame.HEADER_BYTES + payload.remaining();
      sealed |= show(segment, offset, payload);
      synced = segment.syncedOffset(offset);
      offset += length;
    }
    ledger.reachesTo(offset);
    readBytes += offset + droppedBytes;
    boolean onlyZeros = segment.endOfData(offset, segment.sizeBytes()) == offset;
    long reserveEnd = onlyZeros ? segment.sizeBytes() : offset;
    return new SegmentEnd(offset, reserveEnd, synced, sealed);
  }

  /** Bytes of writes that were torn, from the end of the log on. */
  private long tornBytes(SegmentReader segment, long end, SegmentHeader header) throws IOException {
    long furthest = end;
    for (long frame = segment.nextFrameHeader(end);
        frame >= 0;
        frame = segment.nextFrameHeader(frame + 1)) {
      if (segment.syncedOffset(frame) > end) {
        throw badFrame(
            segment, end, "and a later one begins at byte " + frame + " that followed its sync");
      }
      furthest = Math.max(furthest, Math.min(segment.frameEnd(frame), segment.sizeBytes()));
    }
    if (header.oldEnd() > end) {
      long cleared = Math.min(end + Frame.HEADER_BYTES, header.oldEnd());
      furthest = Math.max(furthest, segment.endOfData(end, cleared));
    }
    long newContent = Math.max(furthest, header.oldEnd());
    return (segment.endOfData(newContent, segment.sizeBytes()) > newContent
            ? segment.endOfData(newContent, segment.sizeBytes())
            : furthest)
        - end;
  }

  /** Shows a frame to the visitor; whether it ends the segment. */
  private boolean show(SegmentReader segment, long offset, ByteBuffer payload) throws IOException {
    LogPosition end =
        new LogPosition(segment.sequence(), offset + Frame.HEADER_BYTES + payload.remaining());
    try {
      boolean sealed = EntryCodec.decode(payload, flushed.size(), new FrameVisitor(end));
      visitor.frameEnd(end);
      return sealed;
    } catch (MalformedEntryException e) {
      throw badFrame(segment, offset, "its checksum is right, but it holds " + e.getMessage());
    }
  }

  /** Passes on what is in no table yet. */
  private final class FrameVisitor implements EntryCodec.Visitor {
    private final LogPosition end;

    FrameVisitor(LogPosition end) {
      this.end = end;
    }

    @Override
    public boolean wants(int shard) {
      ledger.note(shard, end.offset());
      return end.compareTo(flushed.get(shard)) > 0;
    }

    @Override
    public void put(int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {
      visitor.put(shard, keyspaceId, token, key, before, value);
    }

    @Override
    public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {
      visitor.remove(shard, keyspaceId, token, key, before);
    }

    @Override
    public void dropRange(int shard, int keyspaceId, TokenRange tokens) {
      visitor.dropRange(shard, keyspaceId, tokens);
    }
  }

  private void checkFlushed(LogPosition end, LogPosition furthestFlushed) throws IOException {
    if (furthestFlushed.sequence() > end.sequence()) {
      throw damaged(
          "the tables hold what it had up to " + furthestFlushed + ", but it ends at " + end);
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
      copyInPlace(file, end.synced, end.offset);
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
