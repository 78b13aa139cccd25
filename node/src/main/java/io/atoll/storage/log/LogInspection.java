package io.atoll.storage.log;

import io.atoll.env.Disk;
import io.atoll.ring.TokenRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads the log for a person who wants to know whether it is whole, by the rules of {@link
 * LogRecovery} but without changing anything, and going on behind damage where there are frames
 * behind it. Blocking.
 */
public final class LogInspection {
  private final Disk disk;
  private final long directoryId;
  private final int shards;

  public LogInspection(Disk disk, long directoryId, int shards) {
    this.disk = disk;
    this.directoryId = directoryId;
    this.shards = shards;
  }

  /**
   * Something in a segment that is no part of the log.
   *
   * @param offset where it begins
   * @param end where it ends, as far as can be told
   * @param what is wrong
   * @param isDamage whether it was part of the log once; otherwise it is the rest of a last write
   *     that a crash tore, and was never acknowledged as synced
   */
  public record Finding(long offset, long end, String what, boolean isDamage) {}

  /**
   * One segment.
   *
   * @param file its name
   * @param frames how many are intact
   * @param entries in them
   */
  public record Segment(
      String file,
      long sequence,
      long sizeBytes,
      long frames,
      long entries,
      List<Finding> findings) {
    public Segment {
      findings = List.copyOf(findings);
    }
  }

  /** Is shown what a segment holds, in order. */
  public interface Visitor extends EntryCodec.Visitor {
    /** A frame begins; its entries follow. */
    void frame(long offset, int bytes);

    /** No frame is here. */
    void finding(Finding finding);
  }

  /** The number of the segment that a plain file name names; empty when it is no segment's name. */
  public static OptionalLong sequenceOf(String plainName) {
    return SegmentHeader.sequenceOf(plainName);
  }

  /**
   * The directory that a segment says it is of.
   *
   * @throws DamagedLogException when it has no intact header
   */
  public static long directoryOf(Disk disk, long sequence) throws IOException {
    try (SegmentReader reader = new SegmentReader(disk, 0, sequence)) {
      String name = SegmentHeader.fileName(sequence);
      SegmentHeader header = reader.header(name);
      if (header == null) {
        throw new DamagedLogException(disk.describe(), name + " has no intact header at byte 0");
      }
      return header.directoryId();
    }
  }

  /**
   * Reads all segments.
   *
   * @param cleanEnd where a clean stop left the log, or null
   * @throws DamagedLogException when the file that names the first segment is damaged
   */
  public List<Segment> all(LogPosition cleanEnd) throws IOException {
    long first = new LogBeginning(disk).read();
    List<Long> sequences = new ArrayList<>();
    for (String name : disk.list(SegmentHeader.DIRECTORY)) {
      long sequence = SegmentHeader.sequenceOf(name).orElse(0);
      if (sequence >= first) {
        sequences.add(sequence);
      }
    }
    List<Segment> segments = new ArrayList<>();
    long expected = first;
    for (int i = 0; i < sequences.size(); i++) {
      for (; expected < sequences.get(i); expected++) {
        Finding missing = new Finding(0, 0, "the file is missing", true);
        segments.add(
            new Segment(SegmentHeader.fileName(expected), expected, 0, 0, 0, List.of(missing)));
      }
      expected++;
      long next = i + 1 < sequences.size() ? sequences.get(i + 1) : 0;
      Counter counter = new Counter();
      long size = read(sequences.get(i), next, cleanEnd, counter);
      segments.add(counter.segment(sequences.get(i), size));
    }
    return segments;
  }

  /** Shows one segment to a visitor, by itself: as if it were the last. */
  public void one(long sequence, Visitor visitor) throws IOException {
    read(sequence, 0, null, visitor);
  }

  /** The length of the segment's file. */
  private long read(long sequence, long successor, LogPosition cleanEnd, Visitor visitor)
      throws IOException {
    try (SegmentReader reader = new SegmentReader(disk, directoryId, sequence)) {
      String name = SegmentHeader.fileName(sequence);
      SegmentHeader header = reader.header(name);
      boolean isLast = successor == 0;
      if (header == null) {
        boolean unborn = isLast && reader.nextFrameHeader(0) < 0;
        String what = unborn ? "it was being made when the node died" : "its header is not intact";
        visitor.finding(new Finding(0, SegmentHeader.BYTES, what, !unborn));
      } else if (header.directoryId() != directoryId || header.sequence() != sequence) {
        String what =
            "it is segment %d of directory %016x"
                .formatted(header.sequence(), header.directoryId());
        visitor.finding(new Finding(0, reader.sizeBytes(), what, true));
        return reader.sizeBytes();
      }
      long end = isLast ? reader.sizeBytes() : endOf(successor, reader.sizeBytes());
      long reached = frames(reader, end, isLast, visitor);
      checkCleanEnd(sequence, reached, cleanEnd, visitor);
      return reader.sizeBytes();
    }
  }

  /** Where a segment ends, by the header of the next; all of it when that cannot be told. */
  private long endOf(long successor, long sizeBytes) throws IOException {
    try (SegmentReader next = new SegmentReader(disk, directoryId, successor)) {
      SegmentHeader header = next.header(SegmentHeader.fileName(successor));
      return header == null || header.sequence() != successor ? sizeBytes : header.previousEnd();
    }
  }

  private static void checkCleanEnd(
      long sequence, long reached, LogPosition cleanEnd, Visitor visitor) {
    if (cleanEnd != null && cleanEnd.sequence() == sequence && cleanEnd.offset() != reached) {
      String what = "a clean stop left the log up to byte %d".formatted(cleanEnd.offset());
      visitor.finding(new Finding(reached, cleanEnd.offset(), what, true));
    }
  }

  /** Where the last intact frame ends before anything that ends the log. */
  private long frames(SegmentReader reader, long end, boolean isLast, Visitor visitor)
      throws IOException {
    long offset = SegmentHeader.BYTES;
    while (offset < end) {
      ByteBuffer payload = reader.payload(offset);
      if (payload != null) {
        int bytes = Frame.HEADER_BYTES + payload.remaining();
        show(offset, bytes, payload, visitor);
        offset += bytes;
        continue;
      }
      boolean proven = !isLast || isSyncedBeyond(reader, offset);
      if (!proven) {
        tail(reader, offset, visitor);
        return offset;
      }
      long next = reader.nextFrameHeader(offset + 1);
      long resume = next < 0 || next > end ? end : next;
      visitor.finding(new Finding(offset, resume, "a frame is not intact", true));
      offset = resume;
    }
    return offset;
  }

  private static boolean isSyncedBeyond(SegmentReader reader, long offset) throws IOException {
    for (long frame = reader.nextFrameHeader(offset);
        frame >= 0;
        frame = reader.nextFrameHeader(frame + 1)) {
      if (reader.syncedOffset(frame) > offset) {
        return true;
      }
    }
    return false;
  }

  private static void tail(SegmentReader reader, long offset, Visitor visitor) throws IOException {
    long data = reader.endOfData(offset, reader.sizeBytes());
    if (data > offset) {
      String what = "the log ends here; what follows is of a torn write or of an older file";
      visitor.finding(new Finding(offset, data, what, false));
    }
  }

  private void show(long offset, int bytes, ByteBuffer payload, Visitor visitor) {
    visitor.frame(offset, bytes);
    try {
      EntryCodec.decode(payload, shards, visitor);
    } catch (MalformedEntryException e) {
      String what = "its checksum is right, but it holds " + e.getMessage();
      visitor.finding(new Finding(offset, offset + bytes, what, true));
    }
  }

  private static final class Counter implements Visitor {
    private final List<Finding> findings = new ArrayList<>();
    private long frames;
    private long entries;

    Segment segment(long sequence, long sizeBytes) {
      return new Segment(
          SegmentHeader.fileName(sequence), sequence, sizeBytes, frames, entries, findings);
    }

    @Override
    public void frame(long offset, int bytes) {
      frames++;
    }

    @Override
    public void finding(Finding finding) {
      findings.add(finding);
    }

    @Override
    public void put(int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {
      entries++;
    }

    @Override
    public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {
      entries++;
    }

    @Override
    public void dropRange(int shard, int keyspaceId, TokenRange tokens) {
      entries++;
    }
  }
}
